"""A closed answer becomes an article about nobody: checked by its writer, looked at by somebody else, and searched."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from accounts.standing import stand
from episodes import actions, queries
from episodes.models import KnowledgeArticle
from tests import factories

WORDS = {
    "title": "Drinking and a third missed dose",
    "question": "May a dose be given under supervision after two were missed, when somebody is drinking?",
    "answer": "See the person first. Withhold the dose while they smell of alcohol, and review them the same day.",
    "source": "Orange guidelines 2017, section 4",
}


@pytest.fixture
def proposed(closed, gp):
    return actions.propose_article(query=closed, by=gp, checked=True, **WORDS)


@pytest.fixture
def published(proposed, coordinator):
    return actions.publish_article(article=proposed, by=coordinator, checked=True)


def found(user, words="", show="published"):
    return [each.title for each in queries.articles(user, show, words)]


def test_an_answer_is_published_after_somebody_elses_second_look(published, gp, coordinator, closed):
    assert (published.status, published.written_by, published.published_by) == ("published", gp, coordinator)
    assert published.answered_as == "specialist"
    closed.refresh_from_db()
    assert closed.article == published


def test_the_article_has_no_key_that_leads_to_a_person(published):
    related = {field.related_model.__name__ for field in KnowledgeArticle._meta.fields if field.is_relation}

    assert related == {"Scheme", "User"}


def test_only_a_closed_query_and_only_once(gp, closed):
    query = factories.ClinicalQueryFactory(scheme=closed.scheme, asked_by=gp)
    with pytest.raises(ValidationError, match="Close the query first"):
        actions.propose_article(query=query, by=gp, checked=True, **WORDS)
    actions.propose_article(query=closed, by=gp, checked=True, **WORDS)

    with pytest.raises(ValidationError, match="already"):
        actions.propose_article(query=closed, by=gp, checked=True, **WORDS)


def test_nobody_publishes_what_nobody_says_they_checked(closed, gp):
    with pytest.raises(ValidationError, match="Say that you checked"):
        actions.propose_article(query=closed, by=gp, checked=False, **WORDS)


def test_what_certainly_points_to_the_person_is_refused_whoever_says_what(closed, gp, patient):
    for words in (patient.nhs_number, "born 17.5.1980", "of ZZ99 9ZZ"):
        with pytest.raises(ValidationError, match="This points to somebody"):
            actions.propose_article(
                query=closed, by=gp, checked=True, despite=True, **WORDS | {"answer": f"See {words} first."}
            )


def test_what_may_point_to_the_person_needs_a_word_of_its_own(closed, gp):
    words = WORDS | {"question": "Alex has missed two doses. What now?"}
    with pytest.raises(ValidationError, match="This may point to somebody: “Alex”"):
        actions.propose_article(query=closed, by=gp, checked=True, **words)

    made = actions.propose_article(query=closed, by=gp, checked=True, despite=True, **words)

    assert made.status == "proposed"


def test_its_writer_never_gives_it_the_second_look(closed, scheme, coordinator, proposed):
    KnowledgeArticle.objects.filter(pk=proposed.pk).update(written_by=coordinator)
    proposed.refresh_from_db()

    with pytest.raises(PermissionDenied):
        actions.publish_article(article=proposed, by=coordinator, checked=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        KnowledgeArticle.objects.filter(pk=proposed.pk).update(
            status="published", published_by=coordinator, published_at=proposed.written_at
        )


def test_the_second_look_is_refused_to_whoever_cannot_compare(proposed, coordinator, patient):
    factories.RestrictionFactory(patient=patient)

    with stand(coordinator), pytest.raises(ValidationError, match="cannot be compared"):
        actions.publish_article(article=proposed, by=coordinator, checked=True)


def test_an_article_is_sent_back_rewritten_and_looked_at_again(proposed, coordinator, gp):
    back = actions.send_article_back(article=proposed, reason="Say it shorter", by=coordinator)
    with pytest.raises(ValidationError):
        actions.publish_article(article=back, by=coordinator, checked=True)

    again = actions.rewrite_article(article=back, by=gp, checked=True, **WORDS | {"answer": "See them first."})

    assert actions.publish_article(article=again, by=coordinator, checked=True).answer == "See them first."


def test_what_is_published_stays_as_it_is_until_it_is_withdrawn(published, gp, coordinator):
    with pytest.raises(ValidationError):
        actions.rewrite_article(article=published, by=gp, checked=True, **WORDS)
    with pytest.raises(DatabaseError), transaction.atomic():
        KnowledgeArticle.objects.filter(pk=published.pk).update(answer="Something else")

    actions.withdraw_article(article=published, reason="Superseded by the new protocol", by=coordinator)

    assert found(gp) == []


def test_whoever_answers_for_access_takes_an_article_out_at_once(published, scheme, gp):
    lead = factories.sign_in("governance_lead", scheme)

    with stand(lead):
        actions.withdraw_article(article=published, reason="It points to somebody", by=lead)

    assert found(gp) == []
    published.refresh_from_db()
    assert published.changes.get(move="withdraw").reason == "It points to somebody"


def test_another_article_may_follow_one_that_was_withdrawn(published, closed, coordinator, gp):
    actions.withdraw_article(article=published, reason="Out of date", by=coordinator)
    closed.refresh_from_db()

    second = actions.propose_article(query=closed, by=gp, checked=True, **WORDS)

    assert second.pk != published.pk


@pytest.mark.parametrize("role", ["monitoring_member", "commissioner", "pharmacist", "auditor", "scheme_administrator"])
def test_everybody_in_the_scheme_finds_what_is_published_and_nothing_else(role, published, scheme, gp):
    place = factories.place_for(role)
    user = factories.sign_in(role, scheme, place)
    factories.KnowledgeArticleFactory(scheme=scheme, written_by=gp, title="Not looked at yet")

    with stand(user):
        assert found(user) == [WORDS["title"]]
        assert [each.title for each in KnowledgeArticle.objects.all()] == [WORDS["title"]]  # the wall by itself
        assert queries.query_of(published, user) is None


def test_a_stranger_finds_nothing(published, stranger):
    with stand(stranger):
        assert found(stranger) == []


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("dose", 1),
        ("doses", 1),
        ("supervised drinks", 1),
        ('"third missed dose"', 1),
        ("alcohol -review", 0),
        ("naloxone", 0),
        ("naloxone or alcohol", 1),
        ("'); DROP TABLE", 0),
        (":*&!", 0),
    ],
)
def test_articles_are_found_by_their_words_whatever_their_endings(words, hits, published, gp):
    assert len(found(gp, words)) == hits


def test_a_hit_in_the_title_comes_before_one_in_the_text(published, scheme, gp, coordinator):
    factories.KnowledgeArticleFactory(
        scheme=scheme, written_by=gp, title="Alcohol", status="published", published_by=coordinator,
        published_at=published.published_at,
    )  # fmt: skip

    assert found(gp, "alcohol") == ["Alcohol", WORDS["title"]]


def test_the_clinician_writes_too_and_a_key_worker_does_not(closed, specialist, key_worker, scheme, patient):
    factories.CareLinkFactory(scheme=scheme, patient=patient, organisation_id=key_worker.acting.organisation_id)
    with pytest.raises(PermissionDenied):
        actions.propose_article(query=closed, by=key_worker, checked=True, **WORDS)

    assert actions.propose_article(query=closed, by=specialist, checked=True, **WORDS).written_by == specialist
