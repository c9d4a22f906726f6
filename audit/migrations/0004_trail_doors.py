"""The only doors to the trail: functions of a role that nobody signs in as, in place of privileges on the tables."""

from django.db import migrations

from audit import append_only, wall

AUDIT_ROLE = "sharedcare_audit"
TABLES = ("audit_event", "audit_recordview", "audit_rowchange", "audit_seal")

# Whoever is acting must be the one whose deed or look it is said to be; the rest of each row is as given, but that the
# stamps and the scheme are the database's. A row is taken as JSON, so that a column added later needs no new function.
APPEND = """
CREATE FUNCTION audit_stamps() RETURNS jsonb LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object(
        'scheme_id', nullif(current_setting('app.scheme_id', true), ''),
        'transaction', pg_current_xact_id()::text::bigint,
        'cluster', audit_cluster(), 'recorded_at', clock_timestamp(), 'recorded_as', session_user)
$$;
CREATE FUNCTION audit_refuse_another(named text) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF named <> nullif(current_setting('app.user_id', true), '') THEN
        RAISE EXCEPTION 'The trail records a deed as that of whoever is acting, and of nobody else.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;
CREATE FUNCTION audit_append_event(given jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE stamps jsonb := audit_stamps();
BEGIN
    PERFORM audit_refuse_another(r->>'by_id') FROM jsonb_array_elements(given) r;
    INSERT INTO audit_event SELECT made.* FROM jsonb_array_elements(given) r, LATERAL jsonb_populate_record(
        NULL::audit_event, r || stamps || jsonb_build_object('number', nextval('audit_number'))) made;
END $$;
CREATE FUNCTION audit_append_recordview(given jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE stamps jsonb := audit_stamps();
BEGIN
    PERFORM audit_refuse_another(r->>'user_id') FROM jsonb_array_elements(given) r;
    INSERT INTO audit_recordview SELECT made.* FROM jsonb_array_elements(given) r, LATERAL jsonb_populate_record(
        NULL::audit_recordview, r || stamps || jsonb_build_object('number', nextval('audit_number'))) made;
END $$;
"""

# The net. One call a statement, over all its rows at once. Its arguments: how much of a record the table holds, the
# column with the person (or nothing), and the columns whose values are kept from the trail, parted by commas.
CAPTURE = """
CREATE FUNCTION audit_difference(was jsonb, other jsonb, withheld text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_object_agg(key, CASE WHEN key = ANY (withheld) THEN '"withheld"' ELSE value END)
    FROM jsonb_each(was) WHERE value IS DISTINCT FROM other->key
$$;
CREATE FUNCTION audit_capture() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    person text := TG_ARGV[1];
    withheld text[] := string_to_array(TG_ARGV[2], ',');
    scheme uuid := nullif(current_setting('app.scheme_id', true), '');
    acting uuid := nullif(current_setting('app.user_id', true), '');
    process text := '';
    moment timestamptz := coalesce(nullif(current_setting('app.now', true), '')::timestamptz, clock_timestamp());
    this bigint := pg_current_xact_id()::text::bigint;
    here bigint := audit_cluster();
BEGIN
    IF acting IS NULL THEN
        process := coalesce(nullif(current_setting('app.process', true), ''), 'nobody signed in: ' || session_user);
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_rowchange (scheme_id, table_name, row_id, deed, kind_of_record, patient_id, by_id, process,
            at, transaction, cluster)
        SELECT coalesce((r->>'scheme_id')::uuid, scheme), TG_TABLE_NAME, r->>'id', 'added', TG_ARGV[0],
            (r->>person)::uuid, acting, process, moment, this, here
        FROM (SELECT to_jsonb(n) AS r FROM new_rows n) added;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO audit_rowchange (scheme_id, table_name, row_id, deed, kind_of_record, patient_id, by_id, process,
            at, transaction, cluster, old)
        SELECT coalesce((r->>'scheme_id')::uuid, scheme), TG_TABLE_NAME, r->>'id', 'removed', TG_ARGV[0],
            (r->>person)::uuid, acting, process, moment, this, here, audit_difference(r, NULL, withheld)
        FROM (SELECT to_jsonb(o) AS r FROM old_rows o) removed;
    ELSE  -- A row whose key was changed is one that was removed and one that was added.
        INSERT INTO audit_rowchange (scheme_id, table_name, row_id, deed, kind_of_record, patient_id, by_id, process,
            at, transaction, cluster, old, new)
        SELECT coalesce((coalesce(n, o)->>'scheme_id')::uuid, scheme), TG_TABLE_NAME, coalesce(n, o)->>'id',
            CASE WHEN o IS NULL THEN 'added' WHEN n IS NULL THEN 'removed' ELSE 'changed' END, TG_ARGV[0],
            (coalesce(n, o)->>person)::uuid, acting, process, moment, this, here,
            audit_difference(o, n, withheld), audit_difference(n, o, withheld)
        FROM (SELECT to_jsonb(was) AS o, to_jsonb(now_is) AS n
              FROM old_rows was FULL JOIN new_rows now_is ON now_is.id = was.id) changed
        WHERE o IS DISTINCT FROM n;
    END IF;
    RETURN NULL;
END $$;
"""

# A row's digest is made of two: one over what may be shown to an auditor, and one over the rest. Whoever is shown only
# the digest of the rest can still check the seal, and cannot guess the rest, because a random key is among it.
SEAL = """
CREATE FUNCTION audit_columns() RETURNS jsonb LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_object_agg(source, parts) FROM (
        SELECT c.relname AS source, jsonb_build_object(
            'open', jsonb_agg(a.attname ORDER BY a.attnum) FILTER (WHERE NOT closed),
            'closed', jsonb_agg(a.attname ORDER BY a.attnum) FILTER (WHERE closed)) AS parts
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped,
            LATERAL (SELECT a.attname IN ('id', 'sentence', 'data', 'old', 'new') AS closed) part
        WHERE c.oid IN ('audit_event'::regclass, 'audit_recordview'::regclass, 'audit_rowchange'::regclass)
        GROUP BY c.relname) tables
$$;
CREATE FUNCTION audit_all_but(source text, kept jsonb) RETURNS text[] LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(attname::text), '{}') FROM pg_attribute
    WHERE attrelid = source::regclass AND attnum > 0 AND NOT kept ? attname::text
$$;
CREATE FUNCTION audit_rows_between(scheme uuid, server bigint, first bigint, past bigint, columns jsonb)
    RETURNS TABLE (number bigint, source text, open text, closed text) LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    hidden jsonb := (SELECT jsonb_object_agg(t.source, jsonb_build_object(
        'open', to_jsonb(audit_all_but(t.source, parts->'open')),
        'closed', to_jsonb(audit_all_but(t.source, parts->'closed')))) FROM jsonb_each(columns) t (source, parts));
    shown text; name text; query text := '';
BEGIN
    FOR name IN SELECT k FROM jsonb_object_keys(columns) k WHERE k IN
        ('audit_event', 'audit_recordview', 'audit_rowchange') ORDER BY k
    LOOP
        query := query || CASE query WHEN '' THEN '' ELSE ' UNION ALL ' END || format(
            'SELECT t.number, %1$L::text, (to_jsonb(t) - %2$L::text[])::text, (to_jsonb(t) - %3$L::text[])::text'
            ' FROM public.%1$I t WHERE t.scheme_id IS NOT DISTINCT FROM $1 AND t.cluster = $2'
            ' AND t.transaction >= $3 AND t.transaction < $4',
            name, ARRAY(SELECT jsonb_array_elements_text(hidden->name->'open')),
            ARRAY(SELECT jsonb_array_elements_text(hidden->name->'closed')));
    END LOOP;
    RETURN QUERY EXECUTE query USING scheme, server, first, past;
END $$;
CREATE FUNCTION audit_row_digest(source text, open text, closed text) RETURNS bytea LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256(sha256(convert_to(source || ' ' || open, 'UTF8')) || sha256(convert_to(closed, 'UTF8')))
$$;
CREATE FUNCTION audit_header(seal audit_seal) RETURNS text LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
    AS $$ SELECT (to_jsonb(seal) - '{id,digest}'::text[])::text $$;
CREATE FUNCTION audit_digest(seal audit_seal, OUT rows bigint, OUT digest text) LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(*), encode(sha256(convert_to(audit_header(seal), 'UTF8') || coalesce(
        string_agg(audit_row_digest(r.source, r.open, r.closed), ''::bytea ORDER BY r.number, r.source), '')), 'hex')
    FROM audit_rows_between(seal.scheme_id, seal.cluster, seal.from_transaction, seal.to_transaction, seal.columns) r
$$;
"""

# Every transaction beneath the snapshot's xmin has ended, so that no row can join what is sealed, however long some
# other transaction takes: it is above, and comes into a later seal. A row of another server came by a restore of a
# dump, and whatever that server wrote has ended too.
DOORS = """
CREATE FUNCTION audit_seal_trail() RETURNS SETOF audit_seal LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
DECLARE chain record; last audit_seal; made audit_seal; ended bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_seal_trail'));
    ended := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    FOR chain IN
        WITH RECURSIVE written AS (
            SELECT scheme_id, cluster, transaction FROM audit_event
            UNION ALL SELECT scheme_id, cluster, transaction FROM audit_recordview
            UNION ALL SELECT scheme_id, cluster, transaction FROM audit_rowchange),
        servers AS (
            SELECT min(cluster) AS cluster FROM written
            UNION ALL SELECT (SELECT min(w.cluster) FROM written w WHERE w.cluster > s.cluster)
                FROM servers s WHERE s.cluster IS NOT NULL),
        -- A run seals everything that had ended, so what is left of a server is above all its seals.
        spans AS (
            SELECT s.cluster, s.cluster <> audit_cluster() AS is_past,
                (SELECT coalesce(max(to_transaction), 0) FROM audit_seal l WHERE l.cluster = s.cluster) AS first
            FROM servers s WHERE s.cluster IS NOT NULL)
        SELECT w.scheme_id, w.cluster, CASE WHEN s.is_past THEN max(w.transaction) + 1 ELSE ended END AS past
        FROM spans s JOIN written w ON w.cluster = s.cluster AND w.transaction >= s.first
        WHERE s.is_past OR w.transaction < ended
        GROUP BY w.scheme_id, w.cluster, s.is_past ORDER BY min(w.transaction)
    LOOP
        last := NULL;
        SELECT * INTO last FROM audit_seal s WHERE s.scheme_id IS NOT DISTINCT FROM chain.scheme_id
            ORDER BY s.number DESC LIMIT 1;
        made := NULL;
        made.id := gen_random_uuid();
        made.scheme_id := chain.scheme_id;
        made.number := coalesce(last.number, 0) + 1;
        made.cluster := chain.cluster;
        made.from_transaction := (SELECT coalesce(max(to_transaction), 0) FROM audit_seal s
            WHERE s.scheme_id IS NOT DISTINCT FROM chain.scheme_id AND s.cluster = chain.cluster);
        made.to_transaction := chain.past;
        made.columns := audit_columns();
        made.previous := coalesce(last.digest, '');
        made.sealed_at := clock_timestamp();
        made.rows := (SELECT count(*) FROM audit_rows_between(
            made.scheme_id, made.cluster, made.from_transaction, made.to_transaction, made.columns));
        made.digest := (audit_digest(made)).digest;
        INSERT INTO audit_seal SELECT made.*;
        RETURN NEXT made;
    END LOOP;
END $$;
CREATE FUNCTION audit_every_seal() RETURNS SETOF audit_seal LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT * FROM audit_seal ORDER BY scheme_id NULLS FIRST, number $$;
CREATE FUNCTION audit_check_seal(seal_id uuid, OUT rows bigint, OUT digest text) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT d.rows, d.digest FROM audit_seal s, LATERAL audit_digest(s) d WHERE s.id = seal_id $$;
CREATE FUNCTION audit_sealed_rows(seal_id uuid) RETURNS TABLE (number bigint, source text, open text, closed text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.* FROM audit_seal s, LATERAL audit_rows_between(
        s.scheme_id, s.cluster, s.from_transaction, s.to_transaction, s.columns) r
    WHERE s.id = seal_id ORDER BY r.number, r.source
$$;
"""

# Reading stays behind the wall. That of row changes is finished where people are known, in a migration of `patients`.
READING = f"""
DROP POLICY wall_write ON audit_event;
ALTER TABLE audit_rowchange ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_rowchange FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_read ON audit_rowchange FOR SELECT USING (scheme_id = (SELECT app_scheme()));
ALTER TABLE audit_seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_seal FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_read ON audit_seal FOR SELECT USING (scheme_id = (SELECT app_scheme()));
REVOKE ALL ON {", ".join(TABLES)} FROM {wall.APPLICATION_ROLE};
GRANT SELECT ON {", ".join(TABLES)} TO {wall.APPLICATION_ROLE};
REVOKE ALL ON SEQUENCE audit_number FROM {wall.APPLICATION_ROLE};
"""

INNER = [
    "audit_stamps()", "audit_refuse_another(text)", "audit_difference(jsonb, jsonb, text[])", "audit_capture()",
    "audit_columns()", "audit_digest(audit_seal)",
]  # fmt: skip
OUTER = [
    "audit_append_event(jsonb)", "audit_append_recordview(jsonb)", "audit_seal_trail()", "audit_every_seal()",
    "audit_check_seal(uuid)", "audit_sealed_rows(uuid)",
    # Asked by the one above as whoever reads, so that the wall stands before it.
    "audit_rows_between(uuid, bigint, bigint, bigint, jsonb)", "audit_all_but(text, jsonb)",
    "audit_row_digest(text, text, text)", "audit_cluster()", "audit_header(audit_seal)",
]  # fmt: skip
HAND_OVER = f"""
GRANT USAGE, CREATE ON SCHEMA public TO {AUDIT_ROLE};
{"".join(f"ALTER TABLE {table} OWNER TO {AUDIT_ROLE};" for table in TABLES)}
ALTER SEQUENCE audit_number OWNER TO {AUDIT_ROLE};
{"".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;" for name in INNER + OUTER)}
{"".join(f"GRANT EXECUTE ON FUNCTION {name} TO {wall.APPLICATION_ROLE};" for name in OUTER)}
{"".join(f"ALTER FUNCTION {name} OWNER TO {AUDIT_ROLE};" for name in INNER + OUTER)}
REVOKE CREATE ON SCHEMA public FROM {AUDIT_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_trail")]

    operations = [
        migrations.RunSQL(APPEND + CAPTURE + SEAL + DOORS, migrations.RunSQL.noop),
        append_only.protect("audit_rowchange"),
        append_only.protect("audit_seal"),
        migrations.RunSQL(READING, migrations.RunSQL.noop),
        migrations.RunSQL(HAND_OVER, migrations.RunSQL.noop),
    ]
