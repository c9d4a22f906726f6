"""What the trail forgot must be empty, and somebody's erasure must stand in the trail as its reason.

A digest alone could be put over values that were changed: only an emptied row is counted by it. And whoever owns the
database could empty rows and leave their digest, as an erasure does; the seals would hold. So the check of the trail
asks for the tombstone, an event under seal that says who erased whom, when and on which ground.
"""

from django.db import migrations

from audit import wall

AUDIT_ROLE = "sharedcare_audit"

# As in migration 0007, but that a row with a digest and something in it is digested as it stands.
ROWS = """
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
            shown := format('CASE WHEN t.closed_digest <> '''' AND t.old IS NULL AND t.new IS NULL'
                ' THEN ''forgotten '' || t.closed_digest ELSE %s END', shown);
        END IF;
        query := query || CASE query WHEN '' THEN '' ELSE ' UNION ALL ' END || format(
            'SELECT t.number, %1$L::text, (to_jsonb(t) - %2$L::text[])::text, %3$s'
            ' FROM public.%1$I t WHERE t.scheme_id IS NOT DISTINCT FROM $1 AND t.cluster = $2'
            ' AND t.transaction >= $3 AND t.transaction < $4',
            name, ARRAY(SELECT jsonb_array_elements_text(hidden->name->'open')), shown);
    END LOOP;
    RETURN QUERY EXECUTE query USING scheme, server, first, past;
END $$;
"""
# A row that names no person (a goal, a message) was forgotten with somebody's; the tombstone came after it.
REASONS = f"""
CREATE FUNCTION audit_forgotten_without_reason() RETURNS TABLE (scheme text, rows bigint) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(t.scheme_id::text, ''), count(*) FROM audit_rowchange t
    WHERE t.closed_digest <> '' AND NOT EXISTS (
        SELECT FROM audit_event e WHERE e.kind = 'governance.erased' AND e.scheme_id = t.scheme_id
            AND (t.patient_id IS NULL AND e.number > t.number OR e.patient_id = t.patient_id))
    GROUP BY t.scheme_id ORDER BY 1
$$;
REVOKE ALL ON FUNCTION audit_forgotten_without_reason() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_forgotten_without_reason() TO {wall.APPLICATION_ROLE};
GRANT CREATE ON SCHEMA public TO {AUDIT_ROLE};
ALTER FUNCTION audit_forgotten_without_reason() OWNER TO {AUDIT_ROLE};
REVOKE CREATE ON SCHEMA public FROM {AUDIT_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_forget")]

    operations = [
        migrations.RunSQL(ROWS, migrations.RunSQL.noop),
        migrations.RunSQL(REASONS, "DROP FUNCTION audit_forgotten_without_reason()"),
    ]
