"""When an agreement may be signed, from when it holds, how it stands and what is wrong: facts in, words out."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from episodes import agreement
from episodes.agreement import Facts, Finding, StandingStatus
from episodes.lifecycle import AGREEMENT_LIFE, SIGNATURE_LIFE, AgreementMove, AgreementStatus, SignatureStatus

TODAY = date(2026, 3, 16)
NOW = datetime(2026, 3, 16, 10, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def on(*, starts, review, ends):
    return {"starts_on": starts, "review_on": review, "ends_on": ends, "today": TODAY}


@pytest.mark.parametrize(
    ("days", "refusal"),
    [
        (on(starts=date(2026, 4, 1), review=date(2026, 5, 1), ends=date(2026, 3, 31)), "not be before the first"),
        (on(starts=date(2025, 4, 1), review=date(2025, 5, 1), ends=date(2026, 3, 15)), "has passed already"),
        (on(starts=TODAY, review=TODAY, ends=date(2027, 3, 15)), "after its first day"),
        (on(starts=TODAY, review=date(2027, 3, 16), ends=date(2027, 3, 15)), "on its last day at the latest"),
    ],
)
def test_days_in_the_wrong_order_are_refused(days, refusal):
    with pytest.raises(ValidationError, match=refusal):
        agreement.check_days(**days)


def test_an_agreement_may_be_looked_at_on_its_last_day():
    agreement.check_days(**on(starts=TODAY, review=date(2027, 3, 15), ends=date(2027, 3, 15)))


def test_an_agreement_lasts_from_its_last_signature_to_the_end_of_its_last_day_by_the_clock_here():
    begins, ends = agreement.period(starts_on=TODAY, ends_on=date(2026, 4, 30), signed_at=NOW, zone=LONDON)

    assert begins == NOW
    assert ends == datetime(2026, 4, 30, 23, tzinfo=UTC)  # midnight in summer time


def test_an_agreement_for_later_begins_on_its_first_day():
    begins, _ = agreement.period(starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31), signed_at=NOW, zone=LONDON)

    assert begins == datetime(2026, 3, 31, 23, tzinfo=UTC)


def test_a_last_signature_after_the_last_day_is_refused():
    with pytest.raises(ValidationError, match="was to end on 15 March 2026, which has passed"):
        agreement.period(starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 15), signed_at=NOW, zone=LONDON)


def test_a_version_that_is_stopped_before_it_began_never_held():
    later = NOW + timedelta(days=9)

    assert agreement.cut_short(NOW, later, NOW + timedelta(days=1)) == (NOW, NOW + timedelta(days=1))
    assert agreement.cut_short(NOW, later, later + timedelta(days=1)) == (NOW, later)
    assert agreement.cut_short(NOW, later, NOW) is None


@pytest.mark.parametrize("status", [status for status in AgreementStatus if status != AgreementStatus.OFFERED])
def test_whatever_waits_for_no_signature_says_why(status):
    with pytest.raises(ValidationError) as refusal:
        agreement.check_open(status)

    assert refusal.value.messages == [agreement.NO_LONGER_OPEN[status]]


def test_an_agreement_needs_the_person_and_a_prescriber():
    agreement.check_parties(["patient", "prescriber"])
    with pytest.raises(ValidationError, match="Name the prescriber first"):
        agreement.check_parties(["patient", "pharmacist"])


def test_silence_is_no_signature():
    assert [status for _, (_, status) in SIGNATURE_LIFE.moves.items()] == [
        SignatureStatus.SIGNED,
        SignatureStatus.DECLINED,
    ]
    assert AGREEMENT_LIFE.moves[AgreementMove.COMPLETE] == ({AgreementStatus.OFFERED}, AgreementStatus.IN_FORCE)


def facts(status, **known):
    usual = {"review_on": date(2026, 9, 14), "ends_on": date(2027, 3, 15)}
    return Facts(status=status, **{**usual, **known})


BEFORE, AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "begins", "ends", "expected"),
    [
        ("draft", None, None, StandingStatus.DRAFT),
        ("offered", None, None, StandingStatus.OFFERED),
        ("in_force", BEFORE, AFTER, StandingStatus.IN_FORCE),
        ("in_force", NOW, AFTER, StandingStatus.IN_FORCE),
        ("in_force", BEFORE, NOW, StandingStatus.EXPIRED),
        ("in_force", AFTER, AFTER, StandingStatus.PLANNED),
        ("notice", BEFORE, AFTER, StandingStatus.NOTICE),
        ("notice", BEFORE, NOW, StandingStatus.GIVEN_UP),
        ("notice", None, None, StandingStatus.GIVEN_UP),
        ("superseded", BEFORE, NOW, StandingStatus.SUPERSEDED),
        ("superseded", BEFORE, AFTER, StandingStatus.IN_FORCE),
        ("superseded", None, None, StandingStatus.SUPERSEDED),
        ("declined", None, None, StandingStatus.DECLINED),
        ("withdrawn", None, None, StandingStatus.WITHDRAWN),
        ("ended", BEFORE, NOW, StandingStatus.ENDED),
    ],
)
def test_how_a_version_stands_is_what_became_of_it_and_whether_its_time_is_now(status, begins, ends, expected):
    assert agreement.standing(facts(status, begins=begins, ends=ends), NOW) == expected


YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
FINDINGS = [
    (facts("draft", somebody_left=True), []),
    (facts("offered", answer_by=TODAY), []),
    (facts("offered", answer_by=YESTERDAY), [Finding.WAITING]),
    (facts("offered", answer_by=TOMORROW, somebody_left=True), [Finding.LEFT]),
    (facts("in_force"), []),
    (facts("in_force", somebody_left=True), [Finding.LEFT]),
    (facts("in_force", review_on=TOMORROW), []),
    (facts("in_force", review_on=TODAY), [Finding.REVIEW]),
    (facts("in_force", ends_on=TODAY + timedelta(days=28)), [Finding.EXPIRING]),
    (facts("in_force", ends_on=TODAY + timedelta(days=29)), []),
    (facts("in_force", ends_on=TODAY, review_on=TODAY), [Finding.REVIEW, Finding.EXPIRING]),
    (facts("in_force", ends_on=YESTERDAY, review_on=YESTERDAY, somebody_left=True), [Finding.EXPIRED]),
    (facts("notice"), [Finding.NOTICE]),
    (facts("declined"), [Finding.DECLINED]),
    (facts("declined", newest=False), []),
    (facts("superseded", ends_on=YESTERDAY), []),
    (facts("withdrawn"), []),
    (facts("ended", ends_on=YESTERDAY), []),
]


@pytest.mark.parametrize(("known", "expected"), FINDINGS)
def test_what_is_wrong_with_a_version_is_read_off_its_facts(known, expected):
    assert agreement.findings(known, TODAY) == expected


@pytest.mark.parametrize(
    ("ends_on", "refusal"),
    [(YESTERDAY, "cannot take effect in the past"), (date(2027, 3, 16), "ends on 15 March 2027 anyway")],
)
def test_notice_takes_effect_from_today_until_the_agreed_end(ends_on, refusal):
    with pytest.raises(ValidationError, match=refusal):
        agreement.check_notice(ends_on=ends_on, today=TODAY, agreed_until=date(2027, 3, 15))


@pytest.mark.parametrize(
    ("answered_on", "refusal"), [(TOMORROW, "today or in the past"), (YESTERDAY, "cannot have been signed before")]
)
def test_a_paper_is_signed_between_the_offer_and_today(answered_on, refusal):
    with pytest.raises(ValidationError, match=refusal):
        agreement.check_answered_on(answered_on=answered_on, offered_on=TODAY, today=TODAY)


@pytest.mark.parametrize(
    ("review_on", "refusal"), [(TODAY, "must be after today"), (date(2027, 3, 16), "ends on 15 March 2027")]
)
def test_the_next_look_is_ahead_and_within_the_agreement(review_on, refusal):
    with pytest.raises(ValidationError, match=refusal):
        agreement.check_next_review(review_on=review_on, today=TODAY, ends_on=date(2027, 3, 15))
