"""Pages of this app: going on under another role, and accepting an invitation to sign in."""
