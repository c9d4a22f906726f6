from datetime import date

import pytest
from django import forms
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from ui import forms as fields


class ReviewForm(forms.Form):
    reviewed_on = fields.DateField(
        label="Date of review", help_text="For example, 6 8 2018", earliest=date(2020, 1, 1), latest=date(2026, 3, 16)
    )


def dated(day="", month="", year=""):
    return ReviewForm({"reviewed_on_day": day, "reviewed_on_month": month, "reviewed_on_year": year})


def drawn(form, template="{{ form|crispy }}", **context):
    return engines["django"].from_string(template).render({"form": form, **context})


# Dates.


@pytest.mark.parametrize(
    ("boxes", "day"),
    [
        (("6", "8", "2024"), date(2024, 8, 6)),
        (("06", " 08 ", "2024"), date(2024, 8, 6)),
        (("6", "August", "2024"), date(2024, 8, 6)),
    ],
)
def test_a_date_is_read_from_its_three_boxes(boxes, day):
    form = dated(*boxes)
    assert form.is_valid()
    assert form.cleaned_data == {"reviewed_on": day}


@pytest.mark.parametrize(
    ("boxes", "error"),
    [
        (("31", "2", "2026"), fields.REAL_DATE),
        (("x", "2", "2026"), fields.REAL_DATE),
        (("1", "13", "2026"), fields.REAL_DATE),
        (("1", "Foo", "2026"), fields.REAL_DATE),
        (("99999", "1", "2026"), fields.REAL_DATE),
        (("１", "1", "2026"), fields.REAL_DATE),
        (("1", "1", "26"), "The year must include 4 numbers, for example 2018"),
        (("1", "1", "0001"), "The year must include 4 numbers, for example 2018"),
        (("1", "", "2026"), "The date must include a month"),
        (("", "", "2026"), "The date must include a day and month"),
        (("", "", ""), "Enter a date"),
        (("1", "1", "2019"), "The date must be 1 January 2020 or later"),
        (("17", "3", "2026"), "The date must be 16 March 2026 or earlier"),
    ],
)
def test_a_date_that_is_not_one_is_refused_in_words_and_kept_as_typed(boxes, error):
    form = dated(*boxes)
    assert form.errors["reviewed_on"] == [error]
    page = drawn(form)
    assert all(f'value="{box}"' in page for box in boxes if box)


@given(st.lists(st.text(max_size=8), min_size=3, max_size=3))
def test_no_three_boxes_whatever_break_the_form(boxes):
    drawn(dated(*boxes))


@pytest.mark.parametrize("typed", ["2024-08-06", "6 8 2024", "6/8/2024", "06.08.2024", "6 Aug 2024"])
def test_a_date_may_come_as_one_value(typed):
    form = ReviewForm({"reviewed_on": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["reviewed_on"] == date(2024, 8, 6)


def test_a_date_may_come_ready_made():
    assert fields.DateField().clean(date(2024, 8, 6)) == date(2024, 8, 6)


def test_half_a_date_in_one_value_is_missing_its_rest():
    assert ReviewForm({"reviewed_on": "august"}).errors["reviewed_on"] == ["The date must include a month and year"]


def test_a_date_that_may_be_left_out_is_none():
    assert fields.DateField(required=False).clean(["", "", ""]) is None
    assert fields.DateField(required=False).clean(None) is None


def test_a_date_has_changed_only_when_it_is_another_day():
    field = fields.DateField()
    assert not field.has_changed(date(2024, 8, 6), ["6", "8", "2024"])
    assert field.has_changed(date(2024, 8, 6), ["7", "8", "2024"])
    assert field.has_changed(date(2024, 8, 6), ["x", "8", "2024"])
    assert not field.has_changed(None, ["", "", ""])


def test_a_date_is_shown_again_in_its_boxes():
    page = drawn(ReviewForm(initial={"reviewed_on": date(2024, 8, 6)}))
    assert 'name="reviewed_on_month" id="id_reviewed_on_1" value="8"' in page


def test_an_own_birthday_is_filled_in_by_the_browser():
    class Mine(forms.Form):
        born_on = fields.DateField(widget=fields.DateInput(attrs={"autocomplete": "bday"}))

    assert 'autocomplete="bday-year"' in drawn(Mine())


def test_a_label_of_nothing_leads_nowhere():
    assert fields.DateInput().id_for_label("") == ""


# Text.


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Zoe\u0308", "Zoë"),
        ("two\r\nlines\rhere", "two\nlines\nhere"),
        ("a\x00b\x1bc\ufeff", "abc"),
        ("5\u202emg", "5mg"),
        ("\u200fאבג", "אבג"),
        ("👩\u200d⚕️", "👩\u200d⚕️"),
        ("tab\there", "tab\there"),
    ],
)
def test_text_is_kept_clean(typed, kept):
    assert fields.clean_text(typed) == kept


def test_text_may_be_left_out():
    assert fields.CleanText(required=False).clean(None) == ""
    assert fields.CleanText(required=False, empty_value=None).clean("") is None


def test_text_that_is_too_long_is_refused_and_not_cut_short():
    field = fields.CleanText(rows=3)
    assert "maxlength" not in field.widget.attrs
    with pytest.raises(forms.ValidationError):
        field.clean("x" * 5_001)


def test_a_form_can_clean_the_text_of_fields_from_elsewhere():
    class Borrowed(fields.NFCMixin, forms.Form):
        name = forms.CharField()
        count = forms.IntegerField()

    form = Borrowed({"name": "Zoe\u0308\x1b", "count": "3"})
    assert form.is_valid() or form.errors
    assert fields.clean_text("Zoe\u0308") == "Zoë"
    clean = Borrowed({"name": "Zoe\u0308", "count": "3"})
    assert clean.is_valid()
    assert clean.cleaned_data == {"name": "Zoë", "count": 3}


@pytest.mark.parametrize("typed", ["\ufb2c" * 4, "\u202e"], ids=["longer when composed", "nothing when cleaned"])
def test_text_that_cleaning_changes_is_judged_as_it_will_be_kept(typed):
    class Borrowed(fields.NFCMixin, forms.Form):
        name = forms.CharField(max_length=10)

    form = Borrowed({"name": typed})

    assert "name" in form.errors
    assert "name" not in form.cleaned_data


# Errors that say what to do.


class Everything(forms.Form):
    first_name = forms.CharField(label="Name")
    gp = forms.CharField(label="GP practice")
    outcome = forms.ChoiceField(
        label="What was decided?", choices=[("a", "A")], widget=fields.Radios(hints={"a": "First"})
    )
    reason = forms.ChoiceField(choices=[("a", "A")])
    topics = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=fields.Checkboxes(hints={"b": "Second"})
    )
    agreed = forms.BooleanField(label="I agree")
    letter = forms.FileField(label="Letter")
    note = forms.CharField(label="Note", error_messages={"required": "Say why"}, widget=forms.Textarea)
    dose = forms.IntegerField(label="Dose")
    litres = forms.DecimalField(label="Litres", required=False)
    secret = forms.CharField(widget=forms.PasswordInput, required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)
    fixed = forms.BooleanField(label="Fixed", disabled=True, required=False, help_text="Cannot be changed")


def test_a_required_field_says_what_to_do():
    form = Everything({})
    fields.say_what_to_do(form)
    assert [errors[0] for errors in form.errors.values()] == [
        "Enter name",
        "Enter GP practice",
        "Answer “What was decided?”",
        "Choose reason",
        "Choose topics",
        "Tick “I agree” to go on",
        "Choose letter",
        "Say why",
        "Enter dose",
    ]


# The template pack.


def test_every_kind_of_field_has_its_markup():
    page = drawn(Everything({"dose": "ten", "topics": ["a"], "outcome": "a", "agreed": "on"}))
    assert 'class="nhsuk-input" ' in page
    assert "nhsuk-textarea--error" in page
    assert "nhsuk-select--error" in page
    assert "nhsuk-file-upload--error" in page
    assert (
        'type="radio" name="outcome" id="id_outcome_0" value="a" checked aria-describedby="id_outcome_0_hint"' in page
    )
    assert 'type="checkbox" name="topics" id="id_topics_0" value="a" checked' in page
    assert 'type="password"' in page
    assert 'type="hidden" name="hidden"' in page
    assert 'aria-describedby="id_fixed_helptext"' in page
    assert "(optional)" in page


def test_a_number_is_typed_into_a_plain_box_that_keeps_what_is_no_number():
    page = drawn(Everything({"dose": "ten"}))
    assert 'type="number"' not in page
    assert 'value="ten"' in page
    assert 'inputmode="numeric"' in page
    assert 'inputmode="decimal"' in page


def test_hints_and_errors_are_tied_to_their_field():
    page = drawn(dated("31", "2", "2026"))
    assert 'aria-describedby="id_reviewed_on_helptext id_reviewed_on_error"' in page
    assert 'id="id_reviewed_on_error"' in page
    assert 'href="#id_reviewed_on_0"' in page
    assert 'aria-invalid="true"' in page


def test_an_error_of_a_hidden_field_is_said_without_a_link():
    form = Everything({})
    form.add_error("hidden", "The page is too old.")
    page = drawn(form)
    assert "<li>The page is too old.</li>" in page


def test_a_whole_form_has_its_button_token_and_way_out():
    form = ReviewForm()
    form.submit_label, form.one_time_token = "Save the review", "3f1f2f0e-0000-4000-8000-000000000000"
    page = drawn(form, "{% crispy form %}", back_url="/people/", csrf_token="token")
    assert page.count('name="form_token"') == 1
    assert "Save the review" in page
    assert 'href="/people/"' in page
    assert 'name="csrfmiddlewaretoken"' in page


def test_a_form_with_a_layout_has_fieldsets_rows_and_buttons():
    from crispy_forms.helper import FormHelper
    from crispy_forms.layout import HTML, Column, Div, Fieldset, Hidden, Layout, Row, Submit

    class Laid(forms.Form):
        name = forms.CharField()
        town = forms.CharField()

    form = Laid({})
    form.helper = FormHelper()
    form.helper.layout = Layout(
        Fieldset("About", Row(Column("name"), Column("town")), css_id="about"),
        Div(HTML("<p>Then</p>"), css_class="then"),
    )
    form.helper.add_input(Submit("save", "Save"))
    form.helper.add_input(Hidden("step", "2"))
    page = drawn(form, "{% crispy form %}")
    assert "<legend" in page
    assert 'class="app-row"' in page
    assert "There is a problem" in page
    assert 'name="step" value="2"' in page
    assert "nhsuk-button" in page


def test_several_forms_are_drawn_as_one():
    formset = forms.formset_factory(ReviewForm, extra=2)
    page = drawn(formset())
    assert page.count("nhsuk-date-input__item") == 6
    assert "form-TOTAL_FORMS" in page
    bound = formset({"form-TOTAL_FORMS": "x"})
    assert "There is a problem" in drawn(bound, "{% crispy form %}")


def test_a_field_can_be_narrow():
    field = fields.short(forms.CharField(widget=forms.TextInput(attrs={"class": "own"})), 4)
    assert field.widget.attrs["class"] == "own nhsuk-input--width-4"


def test_a_form_made_elsewhere_can_be_relabelled():
    form = Everything()
    form.fields["first_name"].widget.attrs["placeholder"] = "Name"
    drawn(form, '{% relabel form first_name="E-mail address" %}')
    assert form.fields["first_name"].label == "E-mail address"
    assert "placeholder" not in form.fields["first_name"].widget.attrs
