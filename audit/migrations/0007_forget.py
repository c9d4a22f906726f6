"""Forgetting what a row change said of an erased person, so that every seal over it still holds.

A row's digest is made of two parts, one over what anybody may be shown and one over the rest (record 0029). When a
person is erased the rest is emptied and its digest kept in its place; the key of the row, which salted that digest, is
changed, so that nobody can try out what may have stood there. Who changed which row when stays.
"""

from django.db import migrations, models

AUDIT_ROLE = "sharedcare_audit"

# Let through while a record is being erased: what runs as the owner of the table, which nobody is who signs in. The
# setting alone opens nothing.
REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND coalesce(current_setting('app.erasing', true), '') <> '' AND current_user = (
        SELECT pg_catalog.pg_get_userbyid(relowner) FROM pg_catalog.pg_class WHERE oid = TG_RELID) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Rows of % are never changed or removed.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are never changed or removed.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

# As in migration 0004, but that `closed_digest` is in no seal, and stands for the closed part where there is one.
FORGET = """
CREATE OR REPLACE FUNCTION audit_columns() RETURNS jsonb LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_object_agg(source, parts) FROM (
        SELECT c.relname AS source, jsonb_build_object(
            'open', jsonb_agg(a.attname ORDER BY a.attnum) FILTER (WHERE NOT closed),
            'closed', jsonb_agg(a.attname ORDER BY a.attnum) FILTER (WHERE closed)) AS parts
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                AND a.attname <> 'closed_digest',
            LATERAL (SELECT a.attname IN ('id', 'sentence', 'data', 'old', 'new') AS closed) part
        WHERE c.oid IN ('audit_event'::regclass, 'audit_recordview'::regclass, 'audit_rowchange'::regclass)
        GROUP BY c.relname) tables
$$;
CREATE OR REPLACE FUNCTION audit_rows_between(scheme uuid, server bigint, first bigint, past bigint, columns jsonb)
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
        shown := format('(to_jsonb(t) - %L::text[])::text', ARRAY(SELECT jsonb_array_elements_text(
            hidden->name->'closed')));
        IF name = 'audit_rowchange' THEN
            shown := format('CASE WHEN t.closed_digest = '''' THEN %s ELSE ''forgotten '' || t.closed_digest END', shown);
        END IF;
        query := query || CASE query WHEN '' THEN '' ELSE ' UNION ALL ' END || format(
            'SELECT t.number, %1$L::text, (to_jsonb(t) - %2$L::text[])::text, %3$s'
            ' FROM public.%1$I t WHERE t.scheme_id IS NOT DISTINCT FROM $1 AND t.cluster = $2'
            ' AND t.transaction >= $3 AND t.transaction < $4',
            name, ARRAY(SELECT jsonb_array_elements_text(hidden->name->'open')), shown);
    END LOOP;
    RETURN QUERY EXECUTE query USING scheme, server, first, past;
END $$;
CREATE OR REPLACE FUNCTION audit_row_digest(source text, open text, closed text) RETURNS bytea LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256(sha256(convert_to(source || ' ' || open, 'UTF8')) || CASE
        WHEN closed ~ '^forgotten [0-9a-f]{64}$' THEN decode(substr(closed, 11), 'hex')
        ELSE sha256(convert_to(closed, 'UTF8')) END)
$$;
CREATE FUNCTION audit_forget(person uuid, row_ids text[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
DECLARE forgotten bigint;
BEGIN
    UPDATE audit_rowchange t SET id = gen_random_uuid(), old = NULL, new = NULL, closed_digest = encode(sha256(
        convert_to(jsonb_build_object('id', t.id, 'old', t.old, 'new', t.new)::text, 'UTF8')), 'hex')
    WHERE t.scheme_id = (SELECT app_scheme()) AND t.closed_digest = ''
        AND (t.patient_id = person OR t.row_id = ANY (row_ids));
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END $$;
REVOKE ALL ON FUNCTION audit_forget(uuid, text[]) FROM PUBLIC;
"""
HAND_OVER = f"""
GRANT EXECUTE ON FUNCTION audit_forget(uuid, text[]) TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO {AUDIT_ROLE};
ALTER FUNCTION audit_forget(uuid, text[]) OWNER TO {AUDIT_ROLE};
REVOKE CREATE ON SCHEMA public FROM {AUDIT_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_seal_by_index")]

    operations = [
        migrations.AddField(
            model_name="rowchange",
            name="closed_digest",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=64),
        ),
        migrations.RunSQL(REFUSE, BEFORE),
        migrations.RunSQL(FORGET, "DROP FUNCTION audit_forget(uuid, text[])"),
        migrations.RunSQL(HAND_OVER, migrations.RunSQL.noop),
    ]
