"""The demo locality: synthetic people with two years of history, made by the same actions that people use.

The same every time from a seed, and dated relative to the day it is made: the clock is taken back two years and walked
forward, so that every deed carries the day it would have had.
"""
