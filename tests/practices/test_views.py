"""Pages of imports, professionals and the directory."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practices import actions
from practices.models import Organisation, Practice, PracticeImport, Professional, TierAward
from tests import factories
from tests.practices.files import as_file, row


@pytest.fixture
def doctor(scheme, practice):
    return factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr Ash", organisation=practice)


def stage(by, *rows):
    return actions.preview_practice_import(
        content=as_file(*rows), filename="epraccur.csv", commissioner_codes=["99X"], by=by
    )


def upload(content, name="epraccur.csv", codes="99x, 88X"):
    return {"file": SimpleUploadedFile(name, content), "commissioner_codes": codes}


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


# --- Imports ---------------------------------------------------------------------------------------------------------


def test_a_file_is_sent_looked_at_and_confirmed(coordinator, browse):
    browser = browse(coordinator)
    content = as_file(row("Y70001"), row("Y70002", commissioner="88X"), row("Y70003", "=1+1", status="X"))

    shown = browser.post(reverse("practices:import"), upload(content), follow=True)

    assert shown.status_code == 200
    assert "What the file would change" in shown.text
    assert "2 practices would be added, changed or closed" in shown.text
    assert "1 row cannot be used" in shown.text
    assert not Practice.objects.exists()
    staged = PracticeImport.objects.get()
    done = browser.post(reverse("practices:import_confirm", args=[staged.pk]), follow=True)
    assert "The practices were imported" in done.text
    assert "Casey Coordinator confirmed this import on 16 March 2026" in done.text
    assert Practice.objects.count() == 2
    again = browser.post(reverse("practices:import_confirm", args=[staged.pk]), follow=True)
    assert "imported already" in again.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose the file"),
        (upload(b""), "The file is empty"),
        (upload(as_file(row()), codes=""), "Enter at least one commissioner code"),
        (upload(as_file(row()), codes="X!"), "is not a commissioner code"),
        (upload(as_file(row()), codes="99X 00Q"), "The file has no row for 00Q"),
        (upload(b"a,b\n"), "This is not the national practice file"),
        (upload(b"x" * 20_000_001), "The file is larger than 20 MB"),
        (upload(b"\xff\xfe\x00\xd8"), "not text we can read"),
    ],
)
def test_a_file_that_is_no_use_is_refused_on_the_form(coordinator, browse, sent, said):
    shown = browse(coordinator).post(reverse("practices:import"), sent)

    assert shown.status_code == 422
    assert said in shown.text
    assert not PracticeImport.objects.exists()


def test_the_form_remembers_the_commissioners_and_lists_earlier_files(coordinator, browse):
    stage(coordinator, row())

    shown = browse(coordinator).get(reverse("practices:import"))

    assert 'value="99X"' in shown.text
    assert "Waiting to be confirmed" in shown.text
    assert "epraccur.csv" in shown.text


def test_every_count_opens_its_rows(coordinator, browse, practice):
    browser = browse(coordinator)
    staged = stage(
        coordinator,
        row("Y70001"),
        row(practice.ods_code, "ELM SURGERY"),
        row("Y70003", commissioner="88X"),
        row("Y70004", status="X"),
    )
    shown = browser.get(reverse("practices:import_preview", args=[staged.pk]))
    assert reverse("practices:import_rows", args=[staged.pk, "left_alone"]) + "?reason=other_commissioner" in shown.text

    added = browser.get(reverse("practices:import_rows", args=[staged.pk, "added"]))
    assert "A GP practice we do not hold yet" in added.text
    assert "Elm Surgery (Y70001)" in added.text
    changed = browser.get(reverse("practices:import_rows", args=[staged.pk, "changed"]))
    assert "Telephone: “” becomes “07700 900001”" in changed.text
    alone = browser.get(
        reverse("practices:import_rows", args=[staged.pk, "left_alone"]), {"reason": "other_commissioner"}
    )
    assert "Show every reason" in alone.text
    assert "Belongs to another commissioner" in alone.text
    rejected = browser.get(reverse("practices:import_rows", args=[staged.pk, "rejected"]), {"reason": "x", "page": "x"})
    assert "The status in column 13" in rejected.text
    assert browser.get(reverse("practices:import_rows", args=[staged.pk, "nonsense"])).status_code == 404


def statements(browser, url):
    """How many SQL statements a page takes."""
    with CaptureQueriesContext(connection) as asked:
        browser.get(url)
    return len(asked)


def test_the_rows_of_a_long_import_are_shown_without_a_query_for_each(coordinator, browse):
    browser = browse(coordinator)
    short = stage(coordinator, *(row(f"Y7{number:04d}") for number in range(2)))
    long = stage(coordinator, *(row(f"Y7{number:04d}") for number in range(20)))

    def rows(staged):
        return reverse("practices:import_rows", args=[staged.pk, "added"])

    statements(browser, rows(short))
    assert statements(browser, rows(short)) == statements(browser, rows(long))
    preview = [reverse("practices:import_preview", args=[staged.pk]) for staged in (short, long)]
    assert statements(browser, preview[0]) == statements(browser, preview[1])


def test_rejected_rows_come_as_a_file_that_runs_nothing(coordinator, browse):
    staged = stage(coordinator, row(), row("Y70002", "=HYPERLINK(1)", status="X"))

    sent = browse(coordinator).get(reverse("practices:import_rejected_csv", args=[staged.pk]))

    text = sent.content.decode("utf-8-sig")
    assert "2,The status in column 13" in text.replace('"', "")
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text


def test_practices_not_in_the_file_are_listed(coordinator, browse, practice):
    staged = stage(coordinator, row())
    browser = browse(coordinator)

    assert (
        "of your open practices are not in the file"
        in browser.get(reverse("practices:import_preview", args=[staged.pk])).text
    )
    assert "Elm Surgery" in browser.get(reverse("practices:import_not_in_file", args=[staged.pk])).text


def test_a_file_is_discarded_and_a_stale_preview_looked_at_again(coordinator, browse):
    browser = browse(coordinator)
    stale, gone = stage(coordinator, row()), stage(coordinator, row())
    actions.confirm_practice_import(practice_import=stage(coordinator, row()), by=coordinator)

    refused = browser.post(reverse("practices:import_confirm", args=[stale.pk]), follow=True)
    assert "The practices have changed since this preview was made" in refused.text
    looked = browser.post(reverse("practices:import_look_again", args=[stale.pk]), follow=True)
    assert "Nothing would change" in looked.text
    assert "Confirm the import" not in looked.text
    discarded = browser.post(reverse("practices:import_discard", args=[gone.pk]), follow=True)
    assert "discarded this file" in discarded.text


def test_nobody_else_comes_near_an_import(coordinator, gp, stranger, browse):
    staged = stage(coordinator, row())

    assert browse(gp).get(reverse("practices:import")).status_code == 403
    for user in (gp, stranger):
        for name in ("import_preview", "import_not_in_file", "import_rejected_csv"):
            assert browse(user).get(reverse(f"practices:{name}", args=[staged.pk])).status_code == 404
        assert browse(user).post(reverse("practices:import_confirm", args=[staged.pk])).status_code == 404


# --- Professionals ---------------------------------------------------------------------------------------------------


def test_a_professionals_page_tells_tiers_evidence_and_what_is_lacking(coordinator, browse, scheme, doctor):
    held = factories.QualificationFactory(
        scheme_id=scheme.pk, professional=doctor, expires_on=date(2026, 4, 1), topic="Prescribing"
    )
    factories.QualificationFactory(
        scheme_id=scheme.pk, professional=doctor, evidence="cpd", hours=6, expires_on=date(2025, 4, 1)
    )
    factories.QualificationFactory(scheme_id=scheme.pk, professional=doctor, evidence="rcgp_part_2")
    factories.QualificationFactory(
        scheme_id=scheme.pk, professional=doctor, evidence="cpd", hours=6, expires_on=date(2029, 4, 1)
    )
    award = factories.TierAwardFactory(scheme_id=scheme.pk, professional=doctor, review_on=date(2026, 3, 1))
    award.rests_on.create(scheme_id=scheme.pk, qualification=held)
    factories.GpwsiAppointmentFactory(scheme_id=scheme.pk, professional=doctor)

    shown = browse(coordinator).get(reverse("practices:professional", args=[doctor.pk])).text

    for words in (
        "Level 1 from 1 June 2024",
        "Review 15 days overdue",
        "Lapses soon",
        "Lapsed",
        "Does not lapse",
        "In date",
        "Nothing is lacking",
        "Wolds Council public health, from 1 June 2024",
        "RCGP Certificate Part 1, 1 June 2024",
    ):
        assert words in shown, words


def test_evidence_is_recorded_and_a_tier_awarded_and_ended(coordinator, browse, doctor):
    browser = browse(coordinator)
    lacking = browser.get(reverse("practices:tier_award_new", args=[doctor.pk])).text
    assert "RCGP Certificate Part 1 is not on record or has lapsed." in lacking

    refused = browser.post(
        reverse("practices:tier_award_new", args=[doctor.pk]),
        {"tier": "level_1"} | day("starts_on", date(2026, 3, 1)) | day("review_on", date(2027, 3, 1)),
    )
    assert refused.status_code == 422
    assert "Part 1 is not on record" in refused.text

    recorded = browser.post(
        reverse("practices:qualification_new", args=[doctor.pk]),
        {"evidence": "rcgp_part_1"} | day("awarded_on", date(2025, 3, 1)),
        follow=True,
    )
    assert "The evidence is recorded" in recorded.text
    awarded = browser.post(
        reverse("practices:tier_award_new", args=[doctor.pk]),
        {"tier": "level_1"} | day("starts_on", date(2026, 3, 1)) | day("review_on", date(2027, 3, 1)),
        follow=True,
    )
    assert "The tier is awarded" in awarded.text
    award = TierAward.objects.get()
    ended = browser.post(reverse("practices:tier_end", args=[award.pk]), day("ends_on", date(2026, 3, 10)), follow=True)
    assert "The tier is ended" in ended.text


def test_an_appointment_is_recorded(coordinator, browse, doctor):
    shown = browse(coordinator).post(
        reverse("practices:appointment_new", args=[doctor.pk]),
        {"commissioner": "Wolds Council"} | day("starts_on", date(2026, 3, 1)),
        follow=True,
    )

    assert "The appointment is recorded" in shown.text
    assert "Wolds Council, from 1 March 2026" in shown.text


def test_evidence_is_not_from_the_future(coordinator, browse, doctor):
    shown = browse(coordinator).post(
        reverse("practices:qualification_new", args=[doctor.pk]),
        {"evidence": "rcgp_part_1"} | day("awarded_on", date(2026, 3, 17)),
    )

    assert "The date must be today or earlier" in shown.text


def test_a_professional_who_holds_no_tiers_has_a_page_without_them(coordinator, browse, scheme):
    nurse = factories.ProfessionalFactory(scheme_id=scheme.pk, profession="nurse", name="Noor")

    shown = browse(coordinator).get(reverse("practices:professional", args=[nurse.pk])).text

    assert "What each tier asks for" not in shown
    assert "No evidence is on record" in shown


def test_a_professionals_page_asks_no_more_of_a_long_record(coordinator, browse, scheme, doctor):
    browser = browse(coordinator)
    page = reverse("practices:professional", args=[doctor.pk])

    def hold_tiers(years):
        for year in years:
            held = factories.QualificationFactory(scheme_id=scheme.pk, professional=doctor)
            award = factories.TierAwardFactory(
                scheme_id=scheme.pk, professional=doctor, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31)
            )
            award.rests_on.create(scheme_id=scheme.pk, qualification=held)
        return statements(browser, page)

    hold_tiers([2000])
    assert hold_tiers([2001]) == hold_tiers(range(2002, 2020))


def test_who_may_not_award_is_told_so_and_strangers_find_nothing(gp, member, stranger, browse, scheme, doctor):
    award = factories.TierAwardFactory(scheme_id=scheme.pk, professional=doctor)

    page = browse(member).get(reverse("practices:professional", args=[doctor.pk]))
    assert "Award a tier" not in page.text
    for name in ("qualification_new", "tier_award_new", "appointment_new"):
        assert browse(member).get(reverse(f"practices:{name}", args=[doctor.pk])).status_code == 403
        assert browse(stranger).get(reverse(f"practices:{name}", args=[doctor.pk])).status_code == 404
    assert browse(gp).get(reverse("practices:tier_end", args=[award.pk])).status_code == 403
    assert browse(stranger).get(reverse("practices:tier_end", args=[award.pk])).status_code == 404
    assert browse(stranger).get(reverse("practices:professional", args=[doctor.pk])).status_code == 404


# --- Directory -------------------------------------------------------------------------------------------------------


def test_a_pharmacy_is_added_by_hand(coordinator, browse):
    shown = browse(coordinator).post(
        reverse("practices:organisation_new"),
        {"kind": "pharmacy", "name": "Corner Pharmacy", "ods_code": "fvr79", "address": "3 Mill Lane\n\nWoldham"},
        follow=True,
    )

    assert "Corner Pharmacy is in the directory" in shown.text
    assert Organisation.objects.get().address == ["3 Mill Lane", "Woldham"]


def test_an_address_line_that_is_too_long_is_refused(coordinator, browse):
    shown = browse(coordinator).post(
        reverse("practices:organisation_new"), {"kind": "pharmacy", "name": "Corner", "address": "x" * 81}
    )

    assert "80 characters or fewer" in shown.text


def test_a_professional_is_added_at_a_practice(coordinator, browse, practice, doctor):
    browser = browse(coordinator)
    form = browser.get(reverse("practices:professional_new"), {"organisation": practice.pk})
    assert f'value="{practice.pk}" selected' in form.text

    shown = browser.post(
        reverse("practices:professional_new"),
        {"name": "Dr Elm", "profession": "gp", "organisation": practice.pk} | day("starts_on", date(2026, 3, 1)),
        follow=True,
    )

    assert "Dr Elm is on the list" in shown.text
    assert Professional.objects.filter(name="Dr Elm").exists()


def test_the_directory_is_kept_by_whoever_runs_the_scheme(gp, browse):
    assert browse(gp).get(reverse("practices:organisation_new")).status_code == 403
    assert browse(gp).get(reverse("practices:professional_new")).status_code == 403
