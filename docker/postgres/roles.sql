-- The two roles SharedCare uses, and its database. Run with psql, as a superuser, connected to `postgres`:
--     psql -v ON_ERROR_STOP=1 -d postgres -f roles.sql
-- It may be run again. Set the roles' passwords afterwards where connections need them.

-- The owner makes and migrates the tables, and no request ever connects as it. Row-level security is forced on the
-- tables, so without BYPASSRLS its data migrations would silently change no rows.
SELECT 'CREATE ROLE sharedcare_owner' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sharedcare_owner') \gexec
ALTER ROLE sharedcare_owner LOGIN CREATEDB BYPASSRLS NOSUPERUSER NOCREATEROLE;

-- The web server and the worker connect as this role. It owns nothing and cannot step around row-level security.
SELECT 'CREATE ROLE sharedcare_app' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sharedcare_app') \gexec
ALTER ROLE sharedcare_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;

-- What the application may do in the tables is granted by the migrations, in every database alike.
SELECT 'CREATE DATABASE sharedcare OWNER sharedcare_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'sharedcare') \gexec
ALTER DATABASE sharedcare OWNER TO sharedcare_owner;
