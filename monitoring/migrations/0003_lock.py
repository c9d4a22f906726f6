"""Approved minutes stay as they were: the database refuses every later change, whoever asks for it."""

from django.db import migrations

# The share lock waits for an approval under way, so that a row cannot slip in beside it.
FUNCTIONS = """
CREATE FUNCTION monitoring_refuse_if_approved(meeting uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM monitoring_meeting WHERE id = meeting FOR SHARE;
    IF EXISTS (SELECT 1 FROM monitoring_meeting WHERE id = meeting AND minutes_status = 'approved') THEN
        RAISE EXCEPTION 'The minutes of this meeting are approved and locked.' USING ERRCODE = 'restrict_violation';
    END IF;
END $$;

CREATE FUNCTION monitoring_locked_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN PERFORM monitoring_refuse_if_approved(NEW.meeting_id); END IF;
    IF TG_OP IN ('UPDATE', 'DELETE') THEN PERFORM monitoring_refuse_if_approved(OLD.meeting_id); END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION monitoring_locked_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM monitoring_refuse_if_approved(meeting_id) FROM monitoring_dashboardsnapshot WHERE id = NEW.snapshot_id;
    RETURN NEW;
END $$;

CREATE FUNCTION monitoring_locked_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM monitoring_refuse_if_approved(snapshot.meeting_id)
    FROM monitoring_snapshotresult result JOIN monitoring_dashboardsnapshot snapshot ON snapshot.id = result.snapshot_id
    WHERE result.id = NEW.result_id;
    RETURN NEW;
END $$;

CREATE FUNCTION monitoring_locked_meeting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.minutes_status = 'approved' THEN
        RAISE EXCEPTION 'The minutes of this meeting are approved and locked.' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION monitoring_asked_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.meeting_id, NEW.item_id, NEW.number, NEW.what, NEW.owner_name, NEW.owner_id, NEW.due_on)
        IS DISTINCT FROM (OLD.meeting_id, OLD.item_id, OLD.number, OLD.what, OLD.owner_name, OLD.owner_id, OLD.due_on)
    THEN
        RAISE EXCEPTION 'What a meeting asked for is never changed.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER attendance_locked BEFORE INSERT OR UPDATE OR DELETE ON monitoring_attendance
    FOR EACH ROW EXECUTE FUNCTION monitoring_locked_row();
CREATE TRIGGER agendaitem_locked BEFORE INSERT OR UPDATE OR DELETE ON monitoring_agendaitem
    FOR EACH ROW EXECUTE FUNCTION monitoring_locked_row();
CREATE TRIGGER decision_locked BEFORE INSERT ON monitoring_decision
    FOR EACH ROW EXECUTE FUNCTION monitoring_locked_row();
CREATE TRIGGER actionitem_locked BEFORE INSERT ON monitoring_actionitem
    FOR EACH ROW EXECUTE FUNCTION monitoring_locked_row();
CREATE TRIGGER actionitem_asked_stays BEFORE UPDATE OR DELETE ON monitoring_actionitem
    FOR EACH ROW EXECUTE FUNCTION monitoring_asked_stays();
CREATE TRIGGER actionchange_locked BEFORE INSERT ON monitoring_actionchange
    FOR EACH ROW EXECUTE FUNCTION monitoring_locked_row();
CREATE TRIGGER dashboardsnapshot_locked BEFORE INSERT ON monitoring_dashboardsnapshot
    FOR EACH ROW EXECUTE FUNCTION monitoring_locked_row();
CREATE TRIGGER snapshotresult_locked BEFORE INSERT ON monitoring_snapshotresult
    FOR EACH ROW EXECUTE FUNCTION monitoring_locked_result();
CREATE TRIGGER snapshotreason_locked BEFORE INSERT ON monitoring_snapshotreason
    FOR EACH ROW EXECUTE FUNCTION monitoring_locked_reason();
CREATE TRIGGER meeting_locked BEFORE UPDATE OR DELETE ON monitoring_meeting
    FOR EACH ROW EXECUTE FUNCTION monitoring_locked_meeting();
"""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0002_wall")]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
