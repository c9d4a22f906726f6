"""What was typed about somebody's collections and alerts goes with their record."""

from django.db import migrations

ERASE = """
CREATE FUNCTION erase_collections(approved uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    person uuid;
    beneath text[];
BEGIN
    SELECT patient_id INTO person FROM governance_erasure WHERE id = approved AND status = 'erased';
    IF person IS NULL THEN
        RAISE EXCEPTION 'This erasure has not been approved.' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM governance_legalhold WHERE patient_id = person AND lifted_at IS NULL) THEN
        RAISE EXCEPTION 'There is a legal hold on this record.' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('app.erasing', person::text, true);
    beneath := ARRAY(
        SELECT a.id::text FROM episodes_collectionarrangement a JOIN episodes_episode e ON e.id = a.episode_id
            WHERE e.patient_id = person
        UNION ALL SELECT c.id::text FROM episodes_collection c
            JOIN episodes_collectionarrangement a ON a.id = c.arrangement_id
            JOIN episodes_episode e ON e.id = a.episode_id WHERE e.patient_id = person
        UNION ALL SELECT a.id::text FROM episodes_alert a JOIN episodes_episode e ON e.id = a.episode_id
            WHERE e.patient_id = person
        UNION ALL SELECT s.id::text FROM episodes_alertstatuschange s JOIN episodes_alert a ON a.id = s.alert_id
            JOIN episodes_episode e ON e.id = a.episode_id WHERE e.patient_id = person);
    UPDATE episodes_collectionarrangement SET may_vary = 'Erased', end_reason = ''
    WHERE episode_id IN (SELECT id FROM episodes_episode WHERE patient_id = person);
    UPDATE episodes_collection SET note = CASE WHEN note = '' THEN '' ELSE 'Erased' END,
        correction_reason = CASE WHEN correction_reason = '' THEN '' ELSE 'Erased' END
    WHERE arrangement_id IN (
        SELECT a.id FROM episodes_collectionarrangement a JOIN episodes_episode e ON e.id = a.episode_id
        WHERE e.patient_id = person);
    UPDATE episodes_alertstatuschange SET note = '' WHERE alert_id IN (
        SELECT a.id FROM episodes_alert a JOIN episodes_episode e ON e.id = a.episode_id WHERE e.patient_id = person);
    UPDATE episodes_alert SET will_do = CASE WHEN will_do = '' THEN '' ELSE 'Erased' END, outcome_note = ''
    WHERE episode_id IN (SELECT id FROM episodes_episode WHERE patient_id = person);
    PERFORM audit_forget(person, beneath);
    PERFORM set_config('app.erasing', '', true);
END $$;
REVOKE ALL ON FUNCTION erase_collections(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_collections(uuid) TO sharedcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_hold_keeps_print_files"), ("episodes", "0008_collections_wall")]

    operations = [migrations.RunSQL(ERASE, "DROP FUNCTION erase_collections(uuid)")]
