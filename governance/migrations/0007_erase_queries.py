"""What was asked and answered about somebody goes with their record; what the knowledge base made of it names nobody."""

from django.db import migrations

ERASE = """
CREATE FUNCTION erase_queries(approved uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
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
    UPDATE episodes_clinicalquery SET question = 'Erased', answer = CASE WHEN answer = '' THEN '' ELSE 'Erased' END
    WHERE patient_id = person;
    UPDATE episodes_clinicalquerystatuschange SET reason = '' WHERE patient_id = person;
    PERFORM audit_forget(person, '{}');
    PERFORM set_config('app.erasing', '', true);
END $$;
REVOKE ALL ON FUNCTION erase_queries(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_queries(uuid) TO sharedcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0006_erase_agreements"), ("episodes", "0017_clinical_queries_wall")]

    operations = [migrations.RunSQL(ERASE, "DROP FUNCTION erase_queries(uuid)")]
