"""What was typed while an answer was looked into, and what came back by text, goes with the record."""

from django.db import migrations

ERASE = """
CREATE FUNCTION erase_answers(approved uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    person uuid;
BEGIN
    SELECT patient_id INTO person FROM governance_erasure WHERE id = approved AND status = 'erased';
    IF person IS NULL THEN
        RAISE EXCEPTION 'This erasure has not been approved.' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM governance_legalhold WHERE patient_id = person AND lifted_at IS NULL) THEN
        RAISE EXCEPTION 'There is a legal hold on this record.' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('app.erasing', person::text, true);
    UPDATE recall_concern SET note = '' WHERE patient_id = person;
    UPDATE recall_unreadtext SET number = '', text = '' WHERE patient_id = person;
    PERFORM audit_forget(person, '{}');
    PERFORM set_config('app.erasing', '', true);
END $$;
REVOKE ALL ON FUNCTION erase_answers(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_answers(uuid) TO sharedcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0050_erase_cohorts"), ("recall", "0063_replies_wall")]

    operations = [migrations.RunSQL(ERASE, "DROP FUNCTION erase_answers(uuid)")]
