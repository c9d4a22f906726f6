"""What is left to seal is found by the index alone, so that a run with nothing to do costs nothing in a long trail."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION audit_new_seal(scheme uuid, server bigint, past bigint) RETURNS audit_seal LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
DECLARE last audit_seal; made audit_seal;
BEGIN
    SELECT * INTO last FROM audit_seal s WHERE s.scheme_id IS NOT DISTINCT FROM scheme ORDER BY s.number DESC LIMIT 1;
    made.id := gen_random_uuid();
    made.scheme_id := scheme;
    made.number := coalesce(last.number, 0) + 1;
    made.cluster := server;
    made.from_transaction := (SELECT coalesce(max(to_transaction), 0) FROM audit_seal s
        WHERE s.scheme_id IS NOT DISTINCT FROM scheme AND s.cluster = server);
    made.to_transaction := past;
    made.columns := audit_columns();
    made.previous := coalesce(last.digest, '');
    made.sealed_at := clock_timestamp();
    made.rows := (SELECT count(*) FROM audit_rows_between(scheme, server, made.from_transaction, past, made.columns));
    made.digest := (audit_digest(made)).digest;
    RETURN made;
END $$;
CREATE FUNCTION audit_next_server(beyond bigint) RETURNS bigint LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT least(
        (SELECT min(cluster) FROM audit_event WHERE cluster > beyond),
        (SELECT min(cluster) FROM audit_recordview WHERE cluster > beyond),
        (SELECT min(cluster) FROM audit_rowchange WHERE cluster > beyond))
$$;
CREATE OR REPLACE FUNCTION audit_seal_trail() RETURNS SETOF audit_seal LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
DECLARE server bigint := -9223372036854775808; first bigint; ended bigint; chain record; made audit_seal;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_seal_trail'));
    LOOP
        server := audit_next_server(server);
        EXIT WHEN server IS NULL;
        -- A run seals everything that had ended, so what is left of a server is above all its seals.
        first := (SELECT coalesce(max(to_transaction), 0) FROM audit_seal WHERE cluster = server);
        ended := CASE server WHEN audit_cluster() THEN pg_snapshot_xmin(pg_current_snapshot())::text::bigint
            ELSE 9223372036854775807 END;
        FOR chain IN
            SELECT scheme_id, max(transaction) + 1 AS past FROM (
                SELECT scheme_id, transaction FROM audit_event
                    WHERE cluster = server AND transaction >= first AND transaction < ended
                UNION ALL SELECT scheme_id, transaction FROM audit_recordview
                    WHERE cluster = server AND transaction >= first AND transaction < ended
                UNION ALL SELECT scheme_id, transaction FROM audit_rowchange
                    WHERE cluster = server AND transaction >= first AND transaction < ended) written
            GROUP BY scheme_id ORDER BY scheme_id NULLS FIRST
        LOOP
            made := audit_new_seal(chain.scheme_id, server, CASE server
                WHEN audit_cluster() THEN ended ELSE chain.past END);
            INSERT INTO audit_seal SELECT made.*;
            RETURN NEXT made;
        END LOOP;
    END LOOP;
END $$;
"""
NEW = ("audit_new_seal(uuid, bigint, bigint)", "audit_next_server(bigint)")
HAND_OVER = f"""
GRANT CREATE ON SCHEMA public TO sharedcare_audit;
{"".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;" for name in NEW)}
{"".join(f"ALTER FUNCTION {name} OWNER TO sharedcare_audit;" for name in NEW)}
REVOKE CREATE ON SCHEMA public FROM sharedcare_audit;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_look_how")]

    operations = [migrations.RunSQL(FUNCTIONS + HAND_OVER, migrations.RunSQL.noop)]
