"""Why somebody was in a cohort, and the row of a file that spoke of them, go with their record."""

from django.db import migrations

ERASE = """
CREATE FUNCTION erase_cohorts(approved uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
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
    UPDATE recall_cohortmember SET reason = 'Erased', score = NULL,
        decision = CASE WHEN decision = '' THEN '' ELSE 'Erased' END
    WHERE patient_id = person;
    UPDATE recall_cohortfilerow f SET nhs_number = '', score = '', detail = ''
    FROM patients_patient p
    WHERE p.id = person AND p.scheme_id = f.scheme_id
        AND regexp_replace(f.nhs_number, '[^0-9]', '', 'g') = p.nhs_number;
    PERFORM audit_forget(person, '{}');
    PERFORM set_config('app.erasing', '', true);
END $$;
REVOKE ALL ON FUNCTION erase_cohorts(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_cohorts(uuid) TO sharedcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0008_erase_exchanges"), ("recall", "0051_cohorts_wall")]

    operations = [migrations.RunSQL(ERASE, "DROP FUNCTION erase_cohorts(uuid)")]
