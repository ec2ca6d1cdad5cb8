"""The forms of paper scores: a file and what is said of it, its columns, one correction."""

import re

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    FileField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired

from elearn.quizzes.paper_sheet import Columns
from elearn.quizzes.waves import Wave
from elearn.web.forms import PageForm
from elearn.web.languages import later, say
from elearn.web.paper_words import LARGEST

YES, NO = "yes", "no"
LONGEST_REASON = 300


class Whole:
    """A whole number of digits alone, from the least to the largest; empty passes if it may."""

    def __init__(self, least: int, message: str, *, optional: bool = False) -> None:
        self.least = least
        self.message = message
        self.optional = optional

    def __call__(self, _form: PageForm, field: Field) -> None:
        """Refuse anything else with the message."""
        typed = (field.data or "").strip()
        if not typed and self.optional:
            return
        if not re.fullmatch("[0-9]{1,6}", typed) or int(typed) < self.least:
            raise ValidationError(str(self.message))


class OneOf:
    """One of these values and nothing else."""

    def __init__(self, values: tuple[str, ...], message: str) -> None:
        self.values = values
        self.message = message

    def __call__(self, _form: PageForm, field: Field) -> None:
        """Refuse anything else with the message."""
        if field.data not in self.values:
            raise ValidationError(str(self.message))


class SaysForm(PageForm):
    """What the trainer says of both tests."""

    maximum = StringField(
        later("Maximum of each test"),
        [Whole(1, later("Write how many points each test has at most, a whole number."))],
    )
    same = RadioField(
        later("Did both tests ask the same questions?"),
        [OneOf((YES, NO), later("Say whether both tests asked the same questions."))],
        choices=[
            SelectChoice(YES, later("Yes, the same questions")),
            SelectChoice(NO, later("No, other questions")),
        ],
        validate_choice=False,
    )

    def validate_maximum(self, field: Field) -> None:
        """Refuse a maximum that no test has."""
        if field.data and field.data.strip().isdecimal() and int(field.data) > LARGEST:
            raise ValidationError(
                say("A test has at most %(limit)s points: correct the maximum.", limit=LARGEST)
            )

    @property
    def out_of(self) -> int:
        """The maximum of each test (items), once checked."""
        return int(self.maximum.data or "")

    @property
    def same_questions(self) -> bool:
        """Whether both tests asked the same questions."""
        return bool(self.same.data == YES)


class UploadForm(SaysForm):
    """A file of totals."""

    file = FileField(later("File (CSV or XLSX)"))
    refusal = ""
    """Why the file cannot be used."""

    def refuse(self) -> None:
        """Put every reason at its field: of the file, and of what was said of it."""
        self.validate()
        self.file.errors = [self.refusal]


class SettingsForm(SaysForm):
    """How a kept table is read: its columns, and rows in their order where no column has cards."""

    card = SelectField(later("Card number"), validate_choice=False)
    before = SelectField(later("Score before"), validate_choice=False)
    after = SelectField(later("Score after"), validate_choice=False)
    order = BooleanField(later("No column holds cards: the first row is card 1, the next card 2 …"))

    @classmethod
    def over(cls, given: MultiDict[str, str], columns: tuple[str, ...]) -> "SettingsForm":
        """The form with what was given, over these columns."""
        form = cls(given)
        for field in (form.card, form.before, form.after):
            field.choices = [
                SelectChoice("", later("(not in this file)")),
                *map(SelectChoice, columns),
            ]
            if field.data not in columns:
                field.data = ""
        form.answered = all(name in given for name in ("card", "before", "after"))
        return form

    answered = False
    """Whether every column was found or chosen; until then the page asks and blames nobody."""

    def complete(self) -> bool:
        """Whether the table can be read so; else the form says what is wrong or missing."""
        right = bool(self.validate())
        if not self.answered:
            for field in (self.card, self.before, self.after, self.order):
                field.errors = []
        return right and self.answered

    def validate_order(self, field: Field) -> None:
        """Rows in their order need a tick: nothing else says whose they are."""
        if not self.card.data and not field.data:
            raise ValidationError(
                say("Choose the column of card numbers, or tick that rows stand in their order.")
            )

    def validate_after(self, field: Field) -> None:
        """Two different columns, at least one of them there; the card's is neither."""
        chosen = [one.data for one in (self.card, self.before, field) if one.data]
        if not self.before.data and not field.data:
            raise ValidationError(say("Choose the column of at least one score."))
        if len(chosen) != len(set(chosen)):
            raise ValidationError(say("One column can hold one thing: choose different columns."))

    @property
    def columns(self) -> Columns:
        """The chosen columns; an empty choice is None."""
        card, before, after = (one.data or None for one in (self.card, self.before, self.after))
        return Columns(card, before, after)

    @property
    def waves(self) -> tuple[Wave, ...]:
        """The tests that have a column."""
        chosen = ((Wave.PRE, self.before.data), (Wave.POST, self.after.data))
        return tuple(wave for wave, column in chosen if column)


class CorrectionForm(PageForm):
    """One corrected total of one card, and why."""

    card = StringField(
        later("Card number"), [Whole(1, later("Write the number of the card, such as 7."))]
    )
    wave = RadioField(
        later("Which test?"),
        [OneOf((Wave.PRE, Wave.POST), later("Choose which test: before or after."))],
        choices=[
            SelectChoice(Wave.PRE.value, later("Before")),
            SelectChoice(Wave.POST.value, later("After")),
        ],
        validate_choice=False,
    )
    points = StringField(
        later("Corrected score"),
        [
            Whole(
                0,
                later("Write a whole number, or leave it empty where there was no test."),
                optional=True,
            )
        ],
    )
    reason = StringField(later("Reason"), [DataRequired(later("Write why the score changes."))])

    def validate_reason(self, field: Field) -> None:
        """Refuse a reason that is a story: names creep into those."""
        if len(field.data or "") > LONGEST_REASON:
            raise ValidationError(say("Write at most %(limit)s signs.", limit=LONGEST_REASON))

    @property
    def number(self) -> int:
        """The card's number, once checked."""
        return int(self.card.data or "")

    @property
    def total(self) -> int | None:
        """The corrected total (items); None is "no test"."""
        typed = (self.points.data or "").strip()
        return int(typed) if typed else None

    @property
    def why(self) -> str:
        """The reason, once checked."""
        return (self.reason.data or "").strip()
