"""Pages about plans: what they say, what they refuse, whom they are hidden from."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import RecordView
from careplans import actions
from careplans.models import CarePlan, Handout, PlanAction, Review
from tests import factories

DAY = {"_0": "16", "_1": "3", "_2": "2026"}


def day(name, value="16 3 2026"):
    return dict(zip((f"{name}_{part}" for part in ("day", "month", "year")), value.split(), strict=True))


def text(response):
    return " ".join(response.content.decode().split())


# --- The list ---------------------------------------------------------------------------------------------------------


def overdue(patient, days=12, **facts):
    return factories.CarePlanFactory(
        patient=patient, next_review_on=date(2026, 3, 16 - days) if days < 16 else date(2026, 1, 1), **facts
    )


def test_the_list_says_in_words_how_long_overdue_each_review_is(browse, gp, patient):
    plan = overdue(patient)

    page = browse(gp).get(reverse("careplans:worklist"))

    assert "Review 12 days overdue" in text(page)
    assert reverse("careplans:review_new", args=[plan.pk]) in text(page)


@pytest.mark.parametrize("show", ["all", "overdue", "due", "no_agreement", "nonsense"])
def test_every_part_of_the_list_opens(browse, gp, patient, show):
    overdue(patient)

    page = browse(gp).get(reverse("careplans:worklist"), {"show": show})

    assert page.status_code == 200


def test_a_key_worker_sees_whom_they_answer_for_first_and_may_see_the_rest(browse, key_worker, patient, scheme):
    organisation = key_worker.professionals.get().posts.get().organisation
    factories.CareLinkFactory(scheme=scheme, patient=patient, organisation=organisation)
    overdue(patient)

    mine = browse(key_worker).get(reverse("careplans:worklist"))
    everyone = browse(key_worker).get(reverse("careplans:worklist"), {"whose": "everyone"})

    assert "See everyone you may see" in text(mine)
    assert patient.name in text(everyone)


def test_a_pharmacist_sees_nobody_s_plan_though_they_see_the_person(browse, pharmacist, patient, scheme):
    from practices.models import Organisation

    pharmacy = Organisation.objects.get(pk=pharmacist.acting.organisation_id)
    factories.CareLinkFactory(scheme=scheme, patient=patient, organisation=pharmacy)
    plan = overdue(patient)

    client = browse(pharmacist)

    assert patient.name in text(client.get(patient.get_absolute_url()))
    assert patient.name not in text(client.get(reverse("careplans:worklist")))
    assert client.get(reverse("careplans:plan", args=[plan.pk])).status_code == 404


def test_the_list_is_empty_for_somebody_who_sees_nobody(browse, member, patient):
    overdue(patient)

    assert "Nobody on this list" in text(browse(member).get(reverse("careplans:worklist")))


def test_the_list_asks_as_many_questions_for_twenty_people_as_for_two(
    browse, gp, scheme, practice, django_assert_max_num_queries
):
    client = browse(gp)
    url = reverse("careplans:worklist")
    client.get(url)
    asked = []
    for people in (2, 18):
        for _ in range(people):
            overdue(factories.PatientFactory(scheme=scheme, practice=practice))
        with django_assert_max_num_queries(30) as captured:
            client.get(url)
        asked.append(len(captured))

    assert asked[0] == asked[1]


# --- Starting ---------------------------------------------------------------------------------------------------------


def test_a_gp_starts_shared_care_from_the_form_as_it_comes(browse, gp, patient, aspects):
    client = browse(gp)
    url = reverse("careplans:start", args=[patient.pk])
    page = client.get(url)
    initial = page.context["form"].initial
    sent = {name: value for name, value in initial.items() if name.startswith("holder_")}

    answer = client.post(url, {**day("started_on"), "complexity": "stable", **sent})

    plan = CarePlan.objects.get()
    assert answer.url == reverse("careplans:plan", args=[plan.pk])
    assert plan.episode.responsibilities.count() == 4
    assert "GP co-ordinates care unless" in text(page)


def test_a_key_worker_is_offered_their_own_work(browse, key_worker, gp, patient, aspects, scheme):
    own = key_worker.professionals.get()
    factories.CareLinkFactory(scheme=scheme, patient=patient, organisation=own.posts.get().organisation)

    page = browse(key_worker).get(reverse("careplans:start", args=[patient.pk]))

    assert page.context["form"].initial[f"holder_{aspects['key_work'].pk}"] == own.pk


def test_a_start_that_is_refused_says_why_and_keeps_what_was_entered(browse, coordinator, patient, aspects):
    url = reverse("careplans:start", args=[patient.pk])

    page = browse(coordinator).post(url, {**day("started_on", "2 3 2026"), "complexity": "complex"})

    assert page.status_code == 422
    assert "has no GP on the scheme" in text(page)
    assert not CarePlan.objects.exists()


# --- The plan ---------------------------------------------------------------------------------------------------------


def test_the_plan_says_what_is_lacking_and_offers_the_next_step(browse, gp, plan):
    page = text(browse(gp).get(reverse("careplans:plan", args=[plan.pk])))

    assert "There is no goal in the person’s own words yet." in page
    assert reverse("careplans:goal_new", args=[plan.pk]) in page
    assert RecordView.objects.get().patient_id == plan.patient_id


def test_from_a_goal_to_an_agreed_plan_in_the_persons_own_words(browse, gp, plan):
    client = browse(gp)
    plan_url = reverse("careplans:plan", args=[plan.pk])
    own_words = "I want to <b>sleep</b> through the night"

    client.post(
        reverse("careplans:goal_new", args=[plan.pk]), {"own_words": own_words, "importance": "9", "confidence": "5"}
    )
    goal = plan.versions.get().goals.get()
    client.post(
        reverse("careplans:action_new", args=[goal.pk]),
        {"what": "Sleep diary", "owner_kind": "person", "helper": "Sister Jo", **day("due_on", "6 4 2026")},
    )
    agree = client.get(reverse("careplans:agree", args=[plan.pk]))
    version = agree.context["form"].initial["version"]
    answer = client.post(
        reverse("careplans:agree", args=[plan.pk]),
        {**day("agreed_on"), "present": "Alex and Dr Ash", "version": version},
    )

    assert answer.url == plan_url
    page = text(client.get(plan_url))
    assert "I want to &lt;b&gt;sleep&lt;/b&gt; through the night" in page
    assert "Agreed on 16 March 2026, with Alex and Dr Ash." in page
    assert reverse("careplans:revise", args=[plan.pk]) in page


def test_agreeing_too_early_is_refused_in_words(browse, gp, plan):
    page = browse(gp).post(
        reverse("careplans:agree", args=[plan.pk]), {**day("agreed_on"), "present": "Alex", "version": plan.version}
    )

    assert page.status_code == 422
    assert "The plan cannot be agreed yet. There is no goal" in text(page)


def test_an_old_page_of_the_plan_cannot_agree_a_newer_draft(browse, gp, plan, plan_action):
    page = browse(gp).post(
        reverse("careplans:agree", args=[plan.pk]), {**day("agreed_on"), "present": "Alex", "version": 1}
    )

    assert "Somebody else changed this plan" in text(page)


def test_goals_and_actions_are_corrected_and_taken_out(browse, gp, plan, plan_action):
    client = browse(gp)
    goal = plan_action.goal
    correct = reverse("careplans:goal_correct", args=[goal.pk])
    assert "walk my daughter" in text(client.get(correct))
    client.post(correct, {"own_words": "I want to run", "importance": "9", "confidence": "5"})
    new = plan.versions.get().goals.standing().get()
    act = PlanAction.objects.standing().get(goal=new)

    take_out = reverse("careplans:action_withdraw", args=[act.pk])
    assert "Walk every Monday" in text(client.get(take_out))
    client.post(take_out)
    client.post(reverse("careplans:goal_withdraw", args=[new.pk]))

    assert not plan.versions.get().goals.standing().exists()


def test_what_to_do_if_things_get_worse_is_written_and_shown(browse, gp, plan):
    client = browse(gp)
    url = reverse("careplans:escalation", args=[plan.pk])
    client.get(url)

    client.post(url, {"if_things_get_worse": "Call the Bridge Service"})

    assert "Call the Bridge Service" in text(client.get(reverse("careplans:plan", args=[plan.pk])))


def test_a_new_version_leaves_the_old_one_as_it_was(browse, gp, agreed):
    client = browse(gp)
    url = reverse("careplans:revise", args=[agreed.pk])
    version = client.get(url).context["form"].initial["version"]

    client.post(url, {"reason": "A new goal", "version": version})
    draft = agreed.versions.get(number=2)
    actions.withdraw_goal(goal=draft.goals.get(), by=gp)

    first = text(client.get(reverse("careplans:version", args=[agreed.pk, 1])))
    assert "This is version 1 as it was written." in first
    assert "walk my daughter" in first
    assert client.get(reverse("careplans:version", args=[agreed.pk, 9])).status_code == 404
    assert "escalation" not in first
    assert client.post(reverse("careplans:escalation", args=[agreed.pk]), {"if_things_get_worse": "x"}).url


def test_writing_in_an_agreed_plan_is_refused_in_words(browse, gp, agreed):
    client = browse(gp)
    url = reverse("careplans:escalation", args=[agreed.pk])

    assert client.get(url).context["form"].initial == {"if_things_get_worse": ""}
    assert "Start a new version to change it" in text(client.post(url, {"if_things_get_worse": "x"}))


def test_ending_shared_care_shows_the_plan_as_it_ended(browse, gp, agreed):
    client = browse(gp)
    url = reverse("careplans:end", args=[agreed.pk])
    version = client.get(url).context["form"].initial["version"]

    client.post(url, {**day("ended_on"), "end_reason": "completed", "version": version})

    page = text(client.get(reverse("careplans:plan", args=[agreed.pk])))
    assert "Shared care ended on 16 March 2026: treatment completed." in page
    assert reverse("careplans:review_new", args=[agreed.pk]) not in page


# --- Reviews ----------------------------------------------------------------------------------------------------------


def test_a_review_is_recorded_with_the_form_as_it_comes(browse, gp, plan):
    client = browse(gp)
    url = reverse("careplans:review_new", args=[plan.pk])
    page = client.get(url)

    answer = client.post(url, {**day("reviewed_on"), "outcome": page.context["form"].initial["outcome"]}, follow=True)

    assert Review.objects.get().next_review_on == date(2027, 3, 15)
    assert "the next review is due on <strong>15 March 2027</strong>: 52 weeks, because care is stable" in text(page)
    assert "The next one is due on 15 March 2027." in text(answer)


def test_a_second_review_on_the_day_is_refused_and_nothing_typed_is_lost(browse, gp, plan):
    client = browse(gp)
    url = reverse("careplans:review_new", args=[plan.pk])
    client.post(url, {**day("reviewed_on"), "outcome": "continues"})

    page = client.post(url, {**day("reviewed_on"), "outcome": "changed", "note": "Saw the dentist"})

    assert page.status_code == 422
    assert "recorded already. Correct that one" in text(page)
    assert "Saw the dentist" in text(page)


def test_a_nurse_is_not_offered_to_hand_somebody_back(browse, nurse, gp, plan):
    url = reverse("careplans:review_new", args=[plan.pk])

    assert "Returned to the specialist" not in text(browse(nurse).get(url))
    assert "Returned to the specialist" in text(browse(gp).get(url))


def test_a_review_that_hands_back_says_that_shared_care_ended(browse, gp, plan):
    answer = browse(gp).post(
        reverse("careplans:review_new", args=[plan.pk]), {**day("reviewed_on"), "outcome": "returned"}, follow=True
    )

    assert "shared care has ended" in text(answer)


def test_a_review_is_corrected_with_a_reason(browse, gp, plan):
    review = actions.record_review(plan=plan, reviewed_on=date(2026, 3, 9), outcome="continues", by=gp)
    client = browse(gp)
    url = reverse("careplans:review_correct", args=[review.pk])
    assert client.get(url).context["form"].initial["reviewed_on"] == date(2026, 3, 9)

    answer = client.post(
        url, {**day("reviewed_on", "10 3 2026"), "outcome": "continues", "reason": "Wrong day"}, follow=True
    )

    assert Review.objects.standing().get().reviewed_on == date(2026, 3, 10)
    assert "Corrected: Wrong day" in text(answer)


# --- Printing ---------------------------------------------------------------------------------------------------------


def test_the_plan_is_printed_and_the_kept_bytes_come_back(browse, gp, agreed):
    client = browse(gp)
    url = reverse("careplans:print", args=[agreed.pk])
    variant = client.get(url).context["form"].initial["variant"]

    answer = client.post(url, {"variant": variant}, follow=True)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer.content == bytes(Handout.objects.get().pdf)
    assert "Care plan handout" in RecordView.objects.values_list("page", flat=True)


def test_an_old_version_can_be_asked_for_by_its_number(browse, gp, agreed):
    url = reverse("careplans:print", args=[agreed.pk])

    browse(gp).post(f"{url}?version=1", {"variant": "easy"})

    assert Handout.objects.get().version.number == 1


# --- Whom they are hidden from ----------------------------------------------------------------------------------------


def addresses(plan, goal, plan_action, review, handout):
    yield from (
        reverse(f"careplans:{name}", args=[plan.pk])
        for name in ("plan", "agree", "revise", "end", "print", "escalation", "goal_new", "review_new")
    )
    yield reverse("careplans:version", args=[plan.pk, 1])
    yield reverse("careplans:start", args=[plan.patient_id])
    for name in ("goal_correct", "goal_withdraw", "action_new"):
        yield reverse(f"careplans:{name}", args=[goal.pk])
    yield reverse("careplans:action_withdraw", args=[plan_action.pk])
    yield reverse("careplans:review_correct", args=[review.pk])
    yield reverse("careplans:handout", args=[handout.pk])


@pytest.mark.parametrize("who", ["stranger", "member"])
def test_nobody_out_of_scope_learns_that_any_of_it_exists(browse, gp, agreed, goal, plan_action, who, request):
    review = actions.record_review(plan=agreed, reviewed_on=date(2026, 3, 9), outcome="continues", by=gp)
    handout = actions.print_plan(plan=agreed, variant="easy", by=gp)
    client = browse(request.getfixturevalue(who))

    found = {url: client.get(url).status_code for url in addresses(agreed, goal, plan_action, review, handout)}

    assert set(found.values()) == {404}, found
