-- The roles SharedCare uses, and its database. Run with psql, as a superuser, connected to `postgres`:
--     psql -v ON_ERROR_STOP=1 -d postgres -f roles.sql
-- It may be run again, and must be after an upgrade that changed it. Set the passwords of those that sign in afterwards.

-- The owner makes and migrates the tables, and no request ever connects as it. Row-level security is forced on the
-- tables, so without BYPASSRLS its data migrations would silently change no rows.
SELECT 'CREATE ROLE sharedcare_owner' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sharedcare_owner') \gexec
ALTER ROLE sharedcare_owner LOGIN CREATEDB BYPASSRLS NOSUPERUSER NOCREATEROLE;

-- The web server and the worker connect as this role. It owns nothing and cannot step around row-level security.
SELECT 'CREATE ROLE sharedcare_app' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sharedcare_app') \gexec
ALTER ROLE sharedcare_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;

-- The trail's own role owns the audit tables and the only functions that write to them. Nobody signs in as it. It needs
-- BYPASSRLS to seal what every scheme did, and has no privilege on any other table. The owner is a member, so that it
-- can migrate; the application is not, and cannot become one.
SELECT 'CREATE ROLE sharedcare_audit' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sharedcare_audit') \gexec
ALTER ROLE sharedcare_audit NOLOGIN BYPASSRLS NOSUPERUSER NOCREATEDB NOCREATEROLE;
GRANT sharedcare_audit TO sharedcare_owner;

-- For reports and support: reads, behind the same row-level security, and never a password, a session or a secret.
SELECT 'CREATE ROLE sharedcare_read' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sharedcare_read') \gexec
ALTER ROLE sharedcare_read LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
ALTER ROLE sharedcare_read SET default_transaction_read_only = on;

-- What each may do in the tables is granted by the migrations, in every database alike.
SELECT 'CREATE DATABASE sharedcare OWNER sharedcare_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'sharedcare') \gexec
ALTER DATABASE sharedcare OWNER TO sharedcare_owner;
