"""The pages of the desk and of the knowledge base, as each person meets them."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from audit.models import RecordView
from episodes import actions, queries
from episodes.models import ClinicalQuery, KnowledgeArticle
from patients.models import Patient
from tests.conftest import NOW
from tests.episodes.desk.conftest import ANSWER, QUESTION, listed
from tests.episodes.desk.test_knowledge import WORDS


def text(response):
    return " ".join(response.content.decode().split())


def page(name, *args):
    return reverse(f"episodes:{name}", args=args)


def test_a_gp_asks_from_the_page_of_the_person(browse, gp, patient, coordinator):
    client = browse(gp)
    assert page("query_about", patient.pk) in text(client.get(reverse("person", args=[patient.pk])))

    shown = client.post(page("query_about", patient.pk), {"question": QUESTION, "urgency": "urgent"}, follow=True)

    assert "Your query is with the co-ordinator. It is due by 16 March 2026 at 2pm." in text(shown)
    assert QUESTION in text(shown)
    assert RecordView.objects.filter(page="Clinical query", patient_id=patient.pk).exists()
    assert QUESTION[:60] in text(client.get(reverse("person", args=[patient.pk])))


def test_a_refused_question_comes_back_with_every_word(browse, gp, coordinator):
    typed = {"question": "What of 999 000 0018, who is pregnant?", "urgency": "routine"}

    answer = browse(gp).post(page("query_new"), typed)

    assert answer.status_code == 422
    assert "may be an NHS number" in text(answer)
    assert "who is pregnant?" in text(answer)


def test_the_coordinator_who_may_not_answer_sees_no_button_and_no_page_to_do_it(
    browse, coordinator, asked, specialist, gpwsi
):
    client = browse(coordinator)
    shown = text(client.get(page("query", asked.pk)))
    assert page("query_route", asked.pk) in shown
    assert page("query_answer", asked.pk) not in shown
    assert client.get(page("query_answer", asked.pk)).status_code == 403
    assert client.post(page("query_answer", asked.pk), {"answer": ANSWER}).status_code == 403

    form = text(client.get(page("query_route", asked.pk)))
    assert "Dr Sasha Specialist, Specialist doctor at the specialist service, Wolds Recovery" in form
    assert "Will see this person until the query is closed" in form
    assert "Dr Greta Ash" not in form
    sent = client.post(
        page("query_route", asked.pk), {"clinician": str(listed(specialist).pk), "version": 1}, follow=True
    )

    assert "It is with Dr Sasha Specialist, who is told by e-mail." in text(sent)


def test_a_clinician_finds_it_answers_it_and_the_gp_reads_and_closes_it(browse, routed, specialist, gp):
    client = browse(specialist)
    assert "clinical query that waits for your answer" in text(client.get(reverse("today")))
    assert QUESTION[:60] in text(client.get(page("queries"), {"show": "to_answer"}))
    assert page("query_answer", routed.pk) in text(client.get(page("query", routed.pk)))
    answered = client.post(page("query_answer", routed.pk), {"answer": ANSWER}, follow=True)
    assert "Your answer is sent." in text(answered)

    client = browse(gp)
    assert "answer to a clinical query of yours" in text(client.get(reverse("today")))
    assert "Dr Sasha Specialist, specialist doctor at the specialist service" in text(
        client.get(page("query", routed.pk))
    )
    assert "The query is closed." in text(client.post(page("query_close", routed.pk), follow=True))


def test_an_answer_typed_while_it_was_sent_to_somebody_else_is_not_lost(browse, routed, specialist, gpwsi, coordinator):
    client = browse(specialist)
    client.get(page("query_answer", routed.pk))
    actions.route_query(query=routed, clinician=listed(gpwsi), by=coordinator)

    refused = client.post(page("query_answer", routed.pk), {"answer": ANSWER})

    assert refused.status_code == 422
    assert "This was sent to Dr Ines Interest meanwhile." in text(refused)
    assert ANSWER in text(refused)


def test_a_query_that_changed_meanwhile_is_not_sent_twice(browse, asked, coordinator, specialist, gpwsi):
    actions.route_query(query=asked, clinician=listed(gpwsi), by=coordinator)

    refused = browse(coordinator).post(
        page("query_route", asked.pk), {"clinician": str(listed(specialist).pk), "version": 1}
    )

    assert refused.status_code == 422
    assert "Somebody else changed this" in text(refused)


@pytest.mark.parametrize("show", [*queries.ShowQueries.values])
def test_every_list_opens_full_and_empty(show, browse, coordinator, answered, asked, gp, scheme):
    other = actions.ask_query(question="Something else", urgency="routine", by=gp)
    with time_machine.travel(NOW + timedelta(days=4)):
        assert browse(coordinator).get(page("queries"), {"show": show}).status_code == 200
    actions.withdraw_query(query=other, reason="Found", by=gp)
    assert browse(coordinator).get(page("queries"), {"show": show}).status_code == 200


def test_a_list_that_there_is_not_is_not_found(browse, gp):
    assert browse(gp).get(page("queries"), {"show": "all"}).status_code == 404


def test_the_panel_asks_the_database_once(asked, patient, gp, pharmacist, django_assert_num_queries):
    with django_assert_num_queries(1):
        panel = queries.queries_panel(patient, gp)

    assert [line.question for line in panel.lines] == [QUESTION]
    assert panel.may_ask
    assert queries.queries_panel(patient, pharmacist).lines == []  # not the pharmacy's own


def test_the_panel_warns_of_what_is_late_and_says_nothing_of_what_was_withdrawn(asked, patient, gp):
    with time_machine.travel(NOW + timedelta(hours=5)):
        assert queries.queries_panel(patient, gp).kind == "warning"
    actions.withdraw_query(query=asked, reason="Found", by=gp)

    assert queries.queries_panel(patient, gp).lines == []


def article(**words):
    return {**WORDS, "checked": "on", **words}


def test_an_article_about_nobody_goes_to_the_second_look_and_is_found(browse, closed, gp, coordinator, member):
    client = browse(gp)
    assert page("article_new", closed.pk) in text(client.get(page("query", closed.pk)))
    assert QUESTION in text(client.get(page("article_new", closed.pk)))
    shown = client.post(page("article_new", closed.pk), article(), follow=True)
    assert "It waits for the co-ordinator’s second look." in text(shown)
    made = KnowledgeArticle.objects.get()

    client = browse(coordinator)
    assert "article for the knowledge base that waits for a second look" in text(client.get(reverse("today")))
    assert WORDS["title"] in text(client.get(page("knowledge"), {"show": "waiting"}))
    look = text(client.get(page("article_publish", made.pk)))
    assert QUESTION in look
    assert WORDS["answer"] in look
    refused = client.post(page("article_publish", made.pk), {"version": made.version})
    assert refused.status_code == 422
    assert "Read it beside the query, and tick the box" in text(refused)
    done = client.post(page("article_publish", made.pk), {"version": made.version, "checked": "on"}, follow=True)
    assert "It is in the knowledge base." in text(done)

    client = browse(member)
    assert WORDS["title"] in text(client.get(page("knowledge"), {"q": "drinking"}))
    assert "No article holds these words." in text(client.get(page("knowledge"), {"q": "naloxone"}))
    assert WORDS["answer"] in text(client.get(page("article", made.pk)))
    assert client.get(page("query", closed.pk)).status_code == 404


def test_the_form_names_what_points_to_the_person_and_loses_nothing(browse, closed, gp, patient):
    client = browse(gp)
    certain = client.post(page("article_new", closed.pk), article(answer=f"See {patient.nhs_number} first"))
    assert certain.status_code == 422
    assert f"“{patient.nhs_number}” (NHS number)" in text(certain)

    doubtful = client.post(page("article_new", closed.pk), article(answer="See Alex first"))
    assert doubtful.status_code == 422
    assert "This may point to the person: “Alex” (name)." in text(doubtful)
    assert "See Alex first" in text(doubtful)
    assert not KnowledgeArticle.objects.exists()


def test_a_tick_holds_for_the_words_it_was_given_for_and_no_others(browse, closed, gp):
    client = browse(gp)
    refused = client.post(page("article_new", closed.pk), article(answer="See Alex first"))
    box = refused.context["form"].box

    other = client.post(page("article_new", closed.pk), article(answer="See Alex of Woldham", **{box: "on"}))
    assert other.status_code == 422
    assert "“Woldham” (address)" in text(other)
    client.post(page("article_new", closed.pk), article(answer="See Alex first", **{box: "on"}))

    assert KnowledgeArticle.objects.get().answer == "See Alex first"


def test_the_second_look_is_warned_of_the_same_words(browse, closed, gp, coordinator):
    made = actions.propose_article(
        query=closed, by=gp, checked=True, despite=True, **WORDS | {"question": "What would help Alex?"}
    )

    shown = text(browse(coordinator).get(page("article_publish", made.pk)))

    assert "Words that may point to somebody" in shown
    assert "“Alex” (name)" in shown


def test_an_article_is_sent_back_and_rewritten_on_its_page(browse, closed, gp, coordinator):
    made = actions.propose_article(query=closed, by=gp, checked=True, **WORDS)
    browse(coordinator).post(page("article_send_back", made.pk), {"reason": "Say it shorter"})
    client = browse(gp)
    assert "Say it shorter" in text(client.get(page("article", made.pk)))

    version = client.get(page("article_rewrite", made.pk)).context["form"].initial["version"]
    stale = client.post(page("article_rewrite", made.pk), article(answer="Shorter.", version=version - 1))
    assert stale.status_code == 422
    shown = client.post(page("article_rewrite", made.pk), article(answer="Shorter.", version=version), follow=True)

    assert "Shorter." in text(shown)
    assert "Waits for a second look" in text(shown)


def test_an_article_is_withdrawn_with_a_reason_on_its_page(browse, closed, gp, coordinator):
    made = actions.propose_article(query=closed, by=gp, checked=True, **WORDS)
    client = browse(coordinator)
    assert client.post(page("article_withdraw", made.pk), {"reason": ""}).status_code == 422

    shown = client.post(page("article_withdraw", made.pk), {"reason": "Twice there"}, follow=True)

    assert "The article is withdrawn." in text(shown)


def test_a_search_for_a_number_is_told_what_is_searched_for(browse, gp):
    assert "nobody is found here by their number" in text(browse(gp).get(page("knowledge"), {"q": "999 000 0018"}))


def test_a_page_about_an_erased_person_is_gone(browse, gp, closed, patient):
    Patient.objects.filter(pk=patient.pk).update(status="erased")

    assert browse(gp).get(page("query", closed.pk)).status_code == 404


def test_a_stranger_finds_nothing(browse, stranger, asked, patient):
    client = browse(stranger)
    for address in (page("query", asked.pk), page("query_about", patient.pk), page("query_route", asked.pk)):
        assert client.get(address).status_code == 404
    assert ClinicalQuery.objects.filter(pk=asked.pk).exists()
