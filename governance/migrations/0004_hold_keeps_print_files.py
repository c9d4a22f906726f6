"""A legal hold keeps the print files that hold a letter to its person, whosever record is being erased."""

from django.db import migrations

KEEP = """
CREATE FUNCTION keep_held_letters() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM recall_invitationattempt a JOIN recall_invitation i ON i.id = a.invitation_id
            JOIN governance_legalhold h ON h.patient_id = i.patient_id AND h.lifted_at IS NULL
            WHERE a.print_run_id = OLD.id) THEN
        RAISE EXCEPTION 'There is a legal hold on somebody whose letter is in this print file.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER held_letters_are_kept BEFORE UPDATE OF content ON recall_printrun
    FOR EACH ROW EXECUTE FUNCTION keep_held_letters();
"""
LET_GO = "DROP TRIGGER held_letters_are_kept ON recall_printrun; DROP FUNCTION keep_held_letters()"


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_erase")]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
