"""Reads of this app: people and what is known of them, registers and what they ask; and the set-based SQL."""
