"""Queries are seen by whoever may read their person's whole record, and by the pharmacy that asked; those about nobody
by whoever sees people at all.

An article is everybody's in the scheme once it is published, and until then its writer's and of whoever runs the
scheme. What was answered, and what was published, is never worded anew; only an erasure empties a query.
"""

from django.db import migrations

from audit import append_only, wall

ASKED = """
CREATE POLICY asked ON episodes_clinicalquery AS RESTRICTIVE USING (
    CASE WHEN patient_id IS NULL THEN (SELECT app_reach()) <> 'nobody'
    ELSE (SELECT app_whole()) OR organisation_id = (SELECT app_organisation()) END);
"""
PUBLISHED = """
CREATE POLICY published ON episodes_knowledgearticle AS RESTRICTIVE USING (
    status = 'published' OR (SELECT app_reach()) IN ('scheme', 'everybody') OR written_by_id = (SELECT app_user()));
"""
STAYS = """
CREATE TRIGGER query_words_stay BEFORE UPDATE ON episodes_clinicalquery FOR EACH ROW WHEN (
    (OLD.patient_id, OLD.question, OLD.urgency, OLD.asked_by_id, OLD.asked_at, OLD.answer_by)
    IS DISTINCT FROM (NEW.patient_id, NEW.question, NEW.urgency, NEW.asked_by_id, NEW.asked_at, NEW.answer_by)
    OR OLD.status IN ('answered', 'closed') AND (OLD.answer, OLD.answered_by_id, OLD.answered_at, OLD.answered_as)
    IS DISTINCT FROM (NEW.answer, NEW.answered_by_id, NEW.answered_at, NEW.answered_as))
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER article_words_stay BEFORE UPDATE ON episodes_knowledgearticle FOR EACH ROW WHEN (
    OLD.status IN ('published', 'withdrawn') AND (OLD.title, OLD.question, OLD.answer, OLD.source, OLD.published_by_id)
    IS DISTINCT FROM (NEW.title, NEW.question, NEW.answer, NEW.source, NEW.published_by_id))
    EXECUTE FUNCTION refuse_change();
"""
NO_STAYS = """
DROP TRIGGER query_words_stay ON episodes_clinicalquery;
DROP TRIGGER article_words_stay ON episodes_knowledgearticle;
"""


class Migration(migrations.Migration):
    dependencies = [("episodes", "0016_clinical_queries"), ("audit", "0007_forget"), ("patients", "0006_people_wall")]

    operations = [
        wall.build("episodes_knowledgearticle"),
        migrations.RunSQL(PUBLISHED, "DROP POLICY published ON episodes_knowledgearticle"),
        wall.build("episodes_knowledgearticlestatuschange", article_id="episodes_knowledgearticle"),
        wall.hold_to_parent("episodes_knowledgearticlestatuschange", "article_id", "episodes_knowledgearticle"),
        append_only.protect("episodes_knowledgearticlestatuschange"),
        wall.build(
            "episodes_clinicalquery",
            patient_id="patients_patient",
            link_id="patients_carelink",
            routed_to_id="practices_professional",
            answered_by_id="practices_professional",
            article_id="episodes_knowledgearticle",
        ),
        wall.hold_to_person("episodes_clinicalquery"),
        migrations.RunSQL(ASKED, "DROP POLICY asked ON episodes_clinicalquery"),
        wall.build(
            "episodes_clinicalquerystatuschange",
            patient_id="patients_patient",
            query_id="episodes_clinicalquery",
            clinician_id="practices_professional",
        ),
        wall.hold_to_parent("episodes_clinicalquerystatuschange", "query_id", "episodes_clinicalquery"),
        append_only.protect("episodes_clinicalquerystatuschange"),
        migrations.RunSQL(STAYS, NO_STAYS),
    ]
