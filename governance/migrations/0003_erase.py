"""The one way to empty a record: a function of the database's owner, for an erasure that a second person approved.

Rows that nobody may rewrite, the application least of all, are let through for that function alone (`refuse_change`):
it runs as the owner, and says whose record it is emptying. Of the trail only the values of row changes go; its
sentences name nobody. Row-level security holds the function to the scheme, as it holds everybody.
"""

from django.db import migrations

# A hold stops it here too, whoever asks and however.
ERASE = """
CREATE FUNCTION erase_person(approved uuid, kept_number text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    person uuid;
    known patients_patient%ROWTYPE;
    beneath text[];
BEGIN
    SELECT patient_id INTO person FROM governance_erasure WHERE id = approved AND status = 'erased';
    IF person IS NULL THEN
        RAISE EXCEPTION 'This erasure has not been approved.' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM governance_legalhold WHERE patient_id = person AND lifted_at IS NULL) THEN
        RAISE EXCEPTION 'There is a legal hold on this record.' USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT * INTO known FROM patients_patient WHERE id = person;
    PERFORM set_config('app.erasing', person::text, true);
    -- Rows that name no person of their own, by whose keys the trail's row changes are found.
    beneath := ARRAY(
        SELECT id::text FROM careplans_planversion
            WHERE plan_id IN (SELECT id FROM careplans_careplan WHERE patient_id = person)
        UNION ALL SELECT g.id::text FROM careplans_goal g JOIN careplans_planversion v ON v.id = g.version_id
            JOIN careplans_careplan p ON p.id = v.plan_id WHERE p.patient_id = person
        UNION ALL SELECT a.id::text FROM careplans_planaction a JOIN careplans_goal g ON g.id = a.goal_id
            JOIN careplans_planversion v ON v.id = g.version_id
            JOIN careplans_careplan p ON p.id = v.plan_id WHERE p.patient_id = person
        UNION ALL SELECT c.id::text FROM episodes_episodestatuschange c JOIN episodes_episode e ON e.id = c.episode_id
            WHERE e.patient_id = person
        UNION ALL SELECT a.id::text FROM recall_invitationattempt a JOIN recall_invitation i ON i.id = a.invitation_id
            WHERE i.patient_id = person
        UNION ALL SELECT o.id::text FROM recall_attemptoutcome o JOIN recall_invitationattempt a ON a.id = o.attempt_id
            JOIN recall_invitation i ON i.id = a.invitation_id WHERE i.patient_id = person
        UNION ALL SELECT w.id::text FROM recall_answer w JOIN recall_invitation i ON i.id = w.invitation_id
            WHERE i.patient_id = person
        UNION ALL SELECT b.id::text FROM governance_accessbundle b JOIN governance_rightsrequest q ON q.id = b.request_id
            WHERE q.patient_id = person
        UNION ALL SELECT w.id::text FROM governance_withholding w JOIN governance_accessbundle b ON b.id = w.bundle_id
            JOIN governance_rightsrequest q ON q.id = b.request_id WHERE q.patient_id = person
        UNION ALL SELECT r.id::text FROM patients_emergencyreview r JOIN patients_emergencyaccess a ON a.id = r.access_id
            WHERE a.patient_id = person);

    UPDATE patients_registerimportrow r SET words = CASE WHEN words = '' THEN '' ELSE 'Erased' END, cells = '',
        nhs_number = NULL, family_name = '', given_name = '', born_on = NULL, sex = '', address = '{}', postcode = '',
        mobile = '', email = '', preferred_channel = '', language = '', needs = '', source_hash = ''
    WHERE r.patient_id = person OR r.nhs_number = known.nhs_number
        OR r.id IN (SELECT row_id FROM patients_possibleduplicate WHERE patient_id = person)
        OR r.born_on = known.born_on AND lower(r.family_name) = lower(known.family_name)
            AND lower(r.given_name) = lower(known.given_name);
    UPDATE patients_possibleduplicate SET reason = '', source_hash = id::text WHERE patient_id = person;
    UPDATE patients_demographicchange SET before = '{}', after = '{}', reason = '' WHERE patient_id = person;
    UPDATE patients_personstatement SET about = '', words = '' WHERE patient_id = person;
    UPDATE patients_optout SET reason = '', end_reason = '' WHERE patient_id = person;
    UPDATE patients_shareconsent SET recipient_name = '' WHERE patient_id = person;
    UPDATE patients_processingrestriction SET reason = '' WHERE patient_id = person;
    UPDATE patients_restriction SET reason = '' WHERE patient_id = person;
    UPDATE patients_namedaccess SET reason = '' WHERE patient_id = person;
    UPDATE patients_emergencyaccess SET reason = '' WHERE patient_id = person;
    UPDATE patients_emergencyreview SET note = '', what_is_done = CASE WHEN what_is_done = '' THEN '' ELSE 'Erased' END
    WHERE access_id IN (SELECT id FROM patients_emergencyaccess WHERE patient_id = person);
    UPDATE patients_lookreview SET note = '' WHERE patient_id = person;

    UPDATE episodes_episodestatuschange SET reason = ''
    WHERE episode_id IN (SELECT id FROM episodes_episode WHERE patient_id = person);

    UPDATE careplans_planaction SET what = 'Erased', helper = '' WHERE goal_id IN (
        SELECT g.id FROM careplans_goal g JOIN careplans_planversion v ON v.id = g.version_id
        JOIN careplans_careplan p ON p.id = v.plan_id WHERE p.patient_id = person);
    UPDATE careplans_goal SET own_words = 'Erased', staff_wording = '' WHERE version_id IN (
        SELECT v.id FROM careplans_planversion v JOIN careplans_careplan p ON p.id = v.plan_id
        WHERE p.patient_id = person);
    UPDATE careplans_planversion SET reason = '', if_things_get_worse = '',
        present = CASE WHEN present = '' THEN '' ELSE 'Erased' END
    WHERE plan_id IN (SELECT id FROM careplans_careplan WHERE patient_id = person);
    UPDATE careplans_review SET note = '', correction_reason = CASE WHEN correction_reason = '' THEN '' ELSE 'Erased' END
    WHERE patient_id = person;
    UPDATE careplans_handout SET pdf = '' WHERE patient_id = person;

    UPDATE recall_attemptoutcome SET detail = '' WHERE attempt_id IN (
        SELECT a.id FROM recall_invitationattempt a JOIN recall_invitation i ON i.id = a.invitation_id
        WHERE i.patient_id = person);
    UPDATE recall_printrun SET content = '' WHERE id IN (
        SELECT a.print_run_id FROM recall_invitationattempt a JOIN recall_invitation i ON i.id = a.invitation_id
        WHERE i.patient_id = person);
    UPDATE recall_invitationattempt SET recipient = '', subject = '', body = '', detail = ''
    WHERE invitation_id IN (SELECT id FROM recall_invitation WHERE patient_id = person);
    UPDATE recall_answer SET note = ''
    WHERE invitation_id IN (SELECT id FROM recall_invitation WHERE patient_id = person);

    UPDATE governance_withholding SET reason = '' WHERE bundle_id IN (
        SELECT b.id FROM governance_accessbundle b JOIN governance_rightsrequest q ON q.id = b.request_id
        WHERE q.patient_id = person);
    UPDATE governance_accessbundle SET content = '', given_how = ''
    WHERE request_id IN (SELECT id FROM governance_rightsrequest WHERE patient_id = person);
    UPDATE governance_rightsrequest SET identity_checked = '', asked_for = '', answer = '',
        extended_because = CASE WHEN extended_because = '' THEN '' ELSE 'Erased' END
    WHERE patient_id = person;
    UPDATE governance_keepingdecision SET reason = '' WHERE patient_id = person;
    UPDATE governance_legalhold SET reason = '' WHERE patient_id = person;
    UPDATE governance_erasure SET reason = '' WHERE patient_id = person;

    UPDATE patients_patient SET nhs_number = NULL, family_name = 'Erased', given_name = '', born_on = '1900-01-01',
        died_on = NULL, moved_on = NULL, sex = 'unknown', status = 'erased', address = '{}', postcode = '',
        no_fixed_abode = false, mobile = '', email = '', preferred_channel = '', safe_to_post = false,
        safe_to_text = false, safe_to_email = false, language = '', format = 'standard', needs = '', source_hash = '',
        erased_number = kept_number, version = version + 1
    WHERE id = person;
    PERFORM audit_forget(person, beneath);
    PERFORM set_config('app.erasing', '', true);
END $$;
REVOKE ALL ON FUNCTION erase_person(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_person(uuid, text) TO sharedcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0002_wall"),
        ("audit", "0007_forget"),
        ("careplans", "0003_people_wall"),
        ("episodes", "0003_people_wall"),
        ("recall", "0030_restricted"),
    ]

    operations = [
        migrations.RunSQL(ERASE, "DROP FUNCTION erase_person(uuid, text)"),
    ]
