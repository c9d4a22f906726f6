"""Pages on which an agreement is written, signed, declined, left and printed."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import RecordView
from episodes import actions, queries
from episodes.models import Agreement
from schemes.agreement import DUTIES, Party
from tests import factories
from tests.episodes.agreements.conftest import DAYS, party


def text(response):
    return " ".join(response.content.decode().split())


def day(name, value):
    return {f"{name}_{part}": getattr(value, part) for part in ("day", "month", "year")}


def page(name, *args):
    return reverse(f"episodes:{name}", args=args)


def words_of(form):
    """What the form shows, sent back as it is."""
    sent = {}
    for name in form.fields:
        value = form.initial.get(name)
        if isinstance(value, date):
            sent |= day(name, value)
        elif value is not None:
            sent[name] = str(value)
    return sent


def test_an_agreement_is_written_from_the_template_and_the_people_who_answer_now(
    browse, gp, episode, named, scheme, today
):
    for code, which in (("prescribing", Party.PRESCRIBER), ("supervised_consumption", Party.PHARMACIST)):
        aspect = next(each for each in factories.care_aspects(scheme) if each.code == code)
        actions.assign_responsibility(episode=episode, aspect=aspect, holder=named[which], by=gp)
    client = browse(gp)
    form = client.get(page("agreement_new", episode.pk)).context["form"]
    assert form.initial[Party.PRESCRIBER] == named[Party.PRESCRIBER].pk
    assert form.initial["patient_duties"] == DUTIES[Party.PATIENT]

    shown = client.post(page("agreement_new", episode.pk), {**words_of(form), "cover": "Dr Birch."}, follow=True)

    made = Agreement.objects.get()
    assert shown.redirect_chain[-1][0] == page("agreement", made.pk)
    assert "The draft is saved." in text(shown)
    assert "Dr Birch." in text(shown)
    assert set(made.parties.values_list("party", flat=True)) == {"patient", "prescriber", "pharmacist"}
    assert RecordView.objects.filter(page="Shared care agreement").exists()


def test_a_refused_draft_comes_back_with_every_word(browse, gp, episode, named):
    client = browse(gp)
    sent = words_of(client.get(page("agreement_new", episode.pk)).context["form"])
    sent |= {"cover": "Dr Birch of Fenside", "prescriber": str(named[Party.PRESCRIBER].pk)}
    sent |= day("ends_on", date(2026, 1, 1))

    answer = client.post(page("agreement_new", episode.pk), sent)

    assert answer.status_code == 422
    assert "The last day must not be before the first day." in text(answer)
    assert "Dr Birch of Fenside" in text(answer)


def test_a_draft_is_edited_and_offered(browse, gp, draft):
    client = browse(gp)
    sent = words_of(client.get(page("agreement_edit", draft.pk)).context["form"])
    client.post(page("agreement_edit", draft.pk), {**sent, "cover": "Dr Birch."})
    stale = client.post(page("agreement_edit", draft.pk), {**sent, "cover": "Dr Cole."})
    assert stale.status_code == 422
    assert "Somebody else changed this" in text(stale)
    assert "Dr Cole." in text(stale)

    version = client.get(page("agreement_offer", draft.pk)).context["form"].initial["version"]
    shown = client.post(page("agreement_offer", draft.pk), {"version": version}, follow=True)

    assert "Every party is asked to sign by 30 March 2026." in text(shown)
    assert "Dr Birch." in text(shown)
    assert "Waiting for signatures" in text(shown)


def test_a_pharmacist_finds_it_on_today_reads_it_and_signs(browse, offered, pharmacist):
    client = browse(pharmacist)
    assert "agreement that waits for your signature" in text(client.get(reverse("today")))
    listed = client.get(page("agreements"), {"show": "mine"})
    assert page("agreement", offered.pk) in text(listed)
    asked = client.get(page("agreement_answer", offered.pk, "pharmacist"))
    assert "You answer as pharmacist, and only for yourself." in text(asked)

    shown = client.post(page("agreement_answer", offered.pk, "pharmacist"), {"answer": "sign"}, follow=True)

    assert "Signed. It waits for: the person, prescriber, key worker." in text(shown)
    assert "No agreement waits for your signature." in text(client.get(page("agreements"), {"show": "mine"}))


def test_declining_needs_a_reason_and_says_what_follows(browse, offered, pharmacist):
    client = browse(pharmacist)
    refused = client.post(page("agreement_answer", offered.pk, "pharmacist"), {"answer": "decline"})
    assert refused.status_code == 422
    assert "Say why this party declines." in text(refused)

    shown = client.post(
        page("agreement_answer", offered.pk, "pharmacist"), {"answer": "decline", "reason": "No room"}, follow=True
    )

    assert "Declined: this version cannot come into force." in text(shown)


def test_a_stale_page_of_a_withdrawn_version_is_told_so(browse, offered, pharmacist, gp):
    client = browse(pharmacist)
    client.get(page("agreement_answer", offered.pk, "pharmacist"))
    actions.withdraw_agreement(agreement=offered, reason="Wrong dates", by=gp)

    answer = client.post(page("agreement_answer", offered.pk, "pharmacist"), {"answer": "sign"})

    assert answer.status_code == 422
    assert "This version was withdrawn, so nothing was signed." in text(answer)


def test_nobody_opens_the_answer_of_another_party(browse, offered, pharmacist, key_worker, coordinator):
    assert browse(key_worker).get(page("agreement_answer", offered.pk, "prescriber")).status_code == 403
    assert browse(coordinator).get(page("agreement_answer", offered.pk, "prescriber")).status_code == 403
    assert browse(pharmacist).get(page("agreement_paper", offered.pk, "patient")).status_code == 403
    assert browse(pharmacist).get(page("agreement_print", offered.pk, "patient")).status_code == 403
    assert browse(pharmacist).get(page("agreement_answer", offered.pk, "specialist")).status_code == 404


def test_a_paper_that_the_person_signed_is_put_on_record(browse, offered, key_worker, today):
    client = browse(key_worker)
    assert "Signed on paper: Alex" in text(client.get(page("agreement_paper", offered.pk, "patient")))

    shown = client.post(
        page("agreement_paper", offered.pk, "patient"), {"move": "sign", **day("answered_on", today)}, follow=True
    )

    assert "on paper; put on record by Kit Worker on 16 March 2026" in text(shown)


def test_the_person_page_says_what_is_in_force_and_for_whom_a_version_waits(
    browse, offered, gp, key_worker, pharmacist, patient
):
    assert "not signed by the person, prescriber (Dr Greta Ash), key worker (Kit Worker), pharmacist" in text(
        browse(gp).get(reverse("person", args=[patient.pk]))
    )
    shown = text(browse(pharmacist).get(reverse("person", args=[patient.pk])))
    assert "This waits for your signature." in shown


def test_the_panel_costs_few_statements(agreed, patient, gp, django_assert_max_num_queries, today):
    with django_assert_max_num_queries(5):
        panel = queries.agreement_panel(queries.open_episode(patient), today, gp)

    assert panel.in_force == agreed


def test_notice_is_given_from_the_page_and_stands_in_words(browse, agreed, key_worker):
    client = browse(key_worker)
    shown = client.post(
        page("agreement_notice", agreed.pk, "key_worker"),
        {"reason": "The service closes", **day("ends_on", date(2026, 4, 30))},
        follow=True,
    )

    assert "By key worker: The service closes The last day is 30 April 2026." in text(shown)
    assert "Notice was given" in text(client.get(page("agreements")))


def test_looking_again_and_withdrawing_are_a_press_each(browse, agreed, episode, named, gp):
    client = browse(gp)
    form = client.get(page("agreement_review", agreed.pk)).context["form"]
    shown = client.post(page("agreement_review", agreed.pk), words_of(form), follow=True)
    assert "This is on record." in text(shown)
    second = actions.draft_agreement(episode=episode, named=named, by=gp, **DAYS)

    shown = client.post(page("agreement_withdraw", second.pk), {"reason": "Not yet"}, follow=True)

    assert "This version is withdrawn." in text(shown)


def test_a_new_version_begins_with_the_words_of_the_last_and_leaves_out_whoever_left(
    browse, agreed, episode, gp, named
):
    named[Party.PHARMACIST].posts.update(ends_on=date(2026, 3, 15))
    client = browse(gp)
    assert "Has left. Write a new version with whoever came after." in text(client.get(page("agreement", agreed.pk)))

    form = client.get(page("agreement_new", episode.pk)).context["form"]

    assert form.initial[Party.PRESCRIBER] == named[Party.PRESCRIBER].pk
    assert Party.PHARMACIST not in form.initial
    assert form.initial["pharmacist_duties"] == party(agreed, Party.PHARMACIST).duties


def test_without_a_template_the_form_says_what_is_missing(browse, gp, patient):
    episode = factories.EpisodeFactory(patient=patient)
    client = browse(gp)
    sent = words_of(client.get(page("agreement_new", episode.pk)).context["form"])
    sent |= {"patient_duties": "I come.", "communication": "Call.", "return_criteria": "Pregnancy.", "cover": "Dr B."}
    sent |= {"prescriber": str(gp.professionals.get().pk), **day("review_on", date(2026, 9, 1))}

    answer = client.post(page("agreement_new", episode.pk), sent)

    assert answer.status_code == 422
    assert "The scheme has no template for agreements yet." in text(answer)


@pytest.mark.parametrize(
    "show", ["", "mine", "left", "notice", "expired", "declined", "waiting", "review", "expiring", "?"]
)
def test_every_list_opens_even_when_it_is_empty(browse, agreed, coordinator, show):
    assert browse(coordinator).get(page("agreements"), {"show": show}).status_code == 200


def test_a_stranger_finds_nothing(browse, offered, stranger, episode):
    client = browse(stranger)
    for address in (page("agreement", offered.pk), page("agreement_new", episode.pk)):
        assert client.get(address).status_code == 404
