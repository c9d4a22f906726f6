"""What was typed about somebody in exchanges and reviews of caseloads goes with their record."""

from django.db import migrations

ERASE = """
CREATE FUNCTION erase_exchanges(approved uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
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
    UPDATE episodes_exchange SET what = 'Erased', told_how = '',
        next_action = CASE WHEN next_action = '' THEN '' ELSE 'Erased' END,
        withdrawn_reason = CASE WHEN withdrawn_reason = '' THEN '' ELSE 'Erased' END
    WHERE patient_id = person;
    UPDATE episodes_caseloadreviewitem SET note = '' WHERE patient_id = person;
    PERFORM audit_forget(person, '{}');
    PERFORM set_config('app.erasing', '', true);
END $$;
REVOKE ALL ON FUNCTION erase_exchanges(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_exchanges(uuid) TO sharedcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0007_erase_queries"), ("episodes", "0019_exchange_wall")]

    operations = [migrations.RunSQL(ERASE, "DROP FUNCTION erase_exchanges(uuid)")]
