"""What is typed for the knowledge base: an article, the second look at it, and what is searched for."""

from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from episodes.identifying import identifying
from episodes.queries import ShowArticles, identifying_words
from patients.models import Patient
from ui import forms as fields

TEXTS = ("title", "question", "answer", "source")
LONGEST = 5_000  # letters that are searched; a longer text is refused anyway
CHECKED = (
    "I have checked that this points to nobody: no name, date, place, rare event or combination of facts by which "
    "somebody would be known"
)
LOOKED = "I have read it beside the query it came from, and it points to nobody"


class ArticleForm(forms.Form):
    """A question and its answer, rewritten about nobody.

    Words that may point to the person bring a box of their own, for exactly these words: the writer takes them out or
    says that they point to nobody.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = fields.CleanText(label="Title", max_length=120, help_text="What somebody with the same question looks for.")
    question = fields.CleanText(label="The question", rows=5, max_length=3000)
    answer = fields.CleanText(label="The answer", rows=8, max_length=4000)
    source = fields.CleanText(
        label="Where this stands", max_length=200, required=False, help_text="A guideline or protocol, if there is one."
    )
    checked = forms.BooleanField(
        label=CHECKED, error_messages={"required": "Check that it points to nobody, and tick the box"}
    )

    def __init__(self, *args: Any, patient: Patient | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = [fields.clean_text(str(self.data.get(name, ""))[:LONGEST]) for name in TEXTS] if self.is_bound else []
        found = identifying_words(texts, patient)
        self.certain = [each.in_words for each in found if each.certain]
        self.doubtful = ", ".join(each.in_words for each in found if not each.certain)
        if self.doubtful:
            self.fields[self.box] = forms.BooleanField(
                label=f"These words do not point to the person: {self.doubtful}",
                error_messages={
                    "required": f"This may point to the person: {self.doubtful}. Take it out, or tick the box that "
                    "says it does not."
                },
            )

    @property
    def box(self) -> str:
        """A name that is another one for other words, so that a tick holds for the words it was given for."""
        return f"despite_{sha256(self.doubtful.encode()).hexdigest()[:8]}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.certain:
            raise ValidationError(f"This points to somebody: {', '.join(self.certain)}. Take it out.")
        cleaned["despite"] = bool(cleaned.pop(self.box, False))
        return cleaned


class SecondLookForm(forms.Form):
    """That somebody else looked."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    checked = forms.BooleanField(
        label=LOOKED, error_messages={"required": "Read it beside the query, and tick the box"}
    )


class ReasonForm(forms.Form):
    """Why an article is sent back or withdrawn."""

    reason = fields.CleanText(label="Why?", rows=3, max_length=500)


class SearchForm(forms.Form):
    """What is looked for in the knowledge base; a filter."""

    q = fields.CleanText(
        label="Search for", required=False, max_length=200, help_text="A topic, never a person’s name or number."
    )
    show = forms.ChoiceField(label="Show", required=False)

    def __init__(self, *args: Any, shows: list[ShowArticles], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["show"].choices = [(show.value, show.label) for show in shows]  # type: ignore[attr-defined]
        if len(shows) == 1:
            del self.fields["show"]

    def clean_q(self) -> str:
        words: str = self.cleaned_data["q"]
        if any(each.certain for each in identifying(words, None)):
            raise ValidationError(
                "This may be an NHS number. Search for a topic; nobody is found here by their number."
            )
        return words
