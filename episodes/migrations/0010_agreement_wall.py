"""Agreements are seen by whoever may read their person's whole record, and by the places that are party to them.

Their parties, the answers and the copies follow the agreement but for the list of parties itself, which says who takes
part and by which the agreement's own policy is decided. What was offered for signature, and what was answered, is never
worded anew; only an erasure empties it.
"""

from django.db import migrations

from audit import append_only, wall

PARTY_TO = """
CREATE POLICY party ON episodes_agreement AS RESTRICTIVE USING (
    (SELECT app_whole()) OR EXISTS (
        SELECT FROM episodes_agreementparty p
        WHERE p.agreement_id = episodes_agreement.id AND p.organisation_id = (SELECT app_organisation())));
"""
STAYS = """
CREATE TRIGGER agreement_words_stay BEFORE UPDATE ON episodes_agreement FOR EACH ROW WHEN (
    OLD.status <> 'draft' AND
    (OLD.patient_id, OLD.episode_id, OLD.template_id, OLD.number, OLD.starts_on, OLD.ends_on, OLD.communication,
        OLD.return_criteria, OLD.cover, OLD.offered_on)
    IS DISTINCT FROM (NEW.patient_id, NEW.episode_id, NEW.template_id, NEW.number, NEW.starts_on, NEW.ends_on,
        NEW.communication, NEW.return_criteria, NEW.cover, NEW.offered_on))
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER agreement_answer_stays BEFORE UPDATE ON episodes_agreementparty FOR EACH ROW WHEN (
    OLD.status <> 'open' OR (OLD.agreement_id, OLD.party, OLD.professional_id, OLD.organisation_id, OLD.duties)
    IS DISTINCT FROM (NEW.agreement_id, NEW.party, NEW.professional_id, NEW.organisation_id, NEW.duties))
    EXECUTE FUNCTION refuse_change();
"""
NO_STAYS = """
DROP TRIGGER agreement_words_stay ON episodes_agreement;
DROP TRIGGER agreement_answer_stays ON episodes_agreementparty;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0009_agreement"),
        ("schemes", "0009_agreement_template_wall"),
        ("audit", "0007_forget"),
        ("patients", "0006_people_wall"),
    ]

    operations = [
        wall.build(
            "episodes_agreement",
            patient_id="patients_patient",
            episode_id="episodes_episode",
            template_id="schemes_agreementtemplate",
        ),
        wall.hold_to_person("episodes_agreement"),
        wall.build(
            "episodes_agreementparty",
            patient_id="patients_patient",
            agreement_id="episodes_agreement",
            professional_id="practices_professional",
        ),
        wall.hold_to_person("episodes_agreementparty"),
        migrations.RunSQL(PARTY_TO, "DROP POLICY party ON episodes_agreement"),
        wall.build("episodes_agreementstatuschange", patient_id="patients_patient", agreement_id="episodes_agreement"),
        wall.hold_to_parent("episodes_agreementstatuschange", "agreement_id", "episodes_agreement"),
        append_only.protect("episodes_agreementstatuschange"),
        wall.build(
            "episodes_agreementcopy",
            patient_id="patients_patient",
            agreement_id="episodes_agreement",
            party_id="episodes_agreementparty",
        ),
        wall.hold_to_parent("episodes_agreementcopy", "agreement_id", "episodes_agreement"),
        append_only.protect("episodes_agreementcopy"),
        migrations.RunSQL(STAYS, NO_STAYS),
    ]
