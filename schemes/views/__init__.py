"""Pages of this app: running the scheme, and saying who signs in to it."""
