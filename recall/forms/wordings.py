"""Forms about what is said: wordings, who read them, and words that give away too much."""

from django import forms

from recall.variants import Kind
from ui import forms as fields

FILLED_IN = (
    "{practice}, {telephone} and {name} are filled in; {reply_link} in texts and e-mails, {reply_code} in letters. "
    "A blank line begins a new paragraph."
)


class WordingForm(fields.NFCMixin, forms.Form):
    """A new version of a message."""

    subject = forms.CharField(max_length=120, required=False, label="Heading")
    body = fields.CleanText(max_length=4000, rows=10, label="Message", help_text=FILLED_IN)


class VariantForm(WordingForm):
    """A message in another language, or for another format."""

    field_order = ("kind", "is_reminder", "language", "subject", "body")
    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.RadioSelect, label="Which message?")
    is_reminder = forms.TypedChoiceField(
        choices=[("no", "First invitation"), ("yes", "Reminder")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="When is it sent?",
    )
    language = fields.CleanText(
        max_length=40, required=False, label="Language", help_text="As on people’s records. Leave it empty for English."
    )


class WordingReviewForm(fields.NFCMixin, forms.Form):
    """What service users said of a message."""

    from_whom = fields.CleanText(
        max_length=120, label="Who read it?", help_text="For example: four people of the Tuesday group. No names."
    )
    reviewed_on = fields.DateField(label="On which day?")
    said = fields.CleanText(max_length=2000, rows=5, label="What did they say?", help_text="In their own words.")
    is_fit = forms.TypedChoiceField(
        choices=[("yes", "Yes, it may be sent"), ("no", "No, it has to change first")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="Do they find it fit to be sent?",
    )


class DisclosureListForm(fields.NFCMixin, forms.Form):
    """The words that no message says."""

    words = fields.CleanText(
        max_length=4000,
        rows=20,
        label="Words and phrases",
        help_text="One a line. A star at the end stands for any ending: prescrib* is prescribed and prescriber too.",
    )
