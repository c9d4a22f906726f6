"""A person's time in shared care: who answers for which aspect of it, and since when."""
