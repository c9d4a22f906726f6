-- What the application's role may do in this database. The schema belongs to whoever owns the database, which is
-- sharedcare_owner; what that role makes, sharedcare_app may read and write, but never TRUNCATE.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO sharedcare_app;

ALTER DEFAULT PRIVILEGES FOR ROLE sharedcare_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sharedcare_app;
ALTER DEFAULT PRIVILEGES FOR ROLE sharedcare_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO sharedcare_app;
ALTER DEFAULT PRIVILEGES FOR ROLE sharedcare_owner IN SCHEMA public
  GRANT EXECUTE ON FUNCTIONS TO sharedcare_app;
