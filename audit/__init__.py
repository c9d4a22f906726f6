"""What was done, and what was looked at: append-only, written by every app above."""
