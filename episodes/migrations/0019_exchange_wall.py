"""Exchanges, contact routes and reviews of caseloads behind the wall.

What was exchanged about somebody is seen by whoever may read their whole record, and by the place it came from or went
to, which reads no more of the record for that; about nobody, by the places it was between and whoever runs the scheme.
The people of a review are seen by whoever reads their whole record. What was put on record, what was signed off and
what was cancelled is never worded anew; only an erasure empties it.
"""

from django.db import migrations

from audit import wall

PARTY_TO = """
CREATE POLICY party ON episodes_exchange AS RESTRICTIVE USING (
    (SELECT app_whole()) OR (SELECT current_setting('app.record', true)) = 'slice'
        AND (SELECT app_organisation()) IN (sender_place_id, receiver_place_id));
"""
STAYS = """
CREATE TRIGGER exchange_words_stay BEFORE UPDATE ON episodes_exchange FOR EACH ROW WHEN (
    OLD.withdrawn_at IS NOT NULL OR (OLD.patient_id, OLD.episode_id, OLD.sender_place_id, OLD.sender_id,
        OLD.receiver_place_id, OLD.receiver_id, OLD.kind, OLD.how, OLD.day, OLD.what, OLD.next_action, OLD.owner_id,
        OLD.due_on)
    IS DISTINCT FROM (NEW.patient_id, NEW.episode_id, NEW.sender_place_id, NEW.sender_id, NEW.receiver_place_id,
        NEW.receiver_id, NEW.kind, NEW.how, NEW.day, NEW.what, NEW.next_action, NEW.owner_id, NEW.due_on))
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER caseload_review_stays BEFORE UPDATE ON episodes_caseloadreview FOR EACH ROW WHEN (
    OLD.status IN ('signed_off', 'cancelled'))
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER caseload_item_stays BEFORE UPDATE ON episodes_caseloadreviewitem FOR EACH ROW WHEN (
    OLD.closed_at IS NOT NULL OR (OLD.review_id, OLD.patient_id, OLD.episode_id)
    IS DISTINCT FROM (NEW.review_id, NEW.patient_id, NEW.episode_id))
    EXECUTE FUNCTION refuse_change();
"""
NO_STAYS = """
DROP TRIGGER exchange_words_stay ON episodes_exchange;
DROP TRIGGER caseload_review_stays ON episodes_caseloadreview;
DROP TRIGGER caseload_item_stays ON episodes_caseloadreviewitem;
"""


class Migration(migrations.Migration):
    dependencies = [("episodes", "0018_exchange"), ("audit", "0007_forget"), ("patients", "0006_people_wall")]

    operations = [
        wall.build(
            "episodes_exchange",
            patient_id="patients_patient",
            episode_id="episodes_episode",
            sender_id="practices_professional",
            receiver_id="practices_professional",
        ),
        wall.hold_to_person("episodes_exchange"),
        migrations.RunSQL(PARTY_TO, "DROP POLICY party ON episodes_exchange"),
        wall.build("episodes_contactroute", professional_id="practices_professional"),
        wall.build(
            "episodes_caseloadreview",
            gp_id="practices_professional",
            reviewer_id="practices_professional",
            supervised_by_id="practices_professional",
        ),
        wall.build(
            "episodes_caseloadreviewitem",
            review_id="episodes_caseloadreview",
            patient_id="patients_patient",
            episode_id="episodes_episode",
        ),
        wall.hold_to_person("episodes_caseloadreviewitem", whole=True),
        migrations.RunSQL(STAYS, NO_STAYS),
    ]
