#!/bin/sh
# Run once by the PostgreSQL image on an empty volume: the roles, the database, then the roles' passwords.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -f /sharedcare/roles.sql
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres <<'SQL'
\getenv owner OWNER_PASSWORD
\getenv app APP_PASSWORD
ALTER ROLE sharedcare_owner PASSWORD :'owner';
ALTER ROLE sharedcare_app PASSWORD :'app';
SQL
