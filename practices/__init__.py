"""Practices and other organisations, the professionals who work there, their training and tiers."""
