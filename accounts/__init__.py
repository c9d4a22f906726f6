"""People who sign in, the roles they hold and where, and the names of permissions."""
