"""The forms of attendance: who was there, what the paper says, and names to print."""

from collections.abc import Iterable

from wtforms import Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, ValidationError

from elearn.cohorts.attendance import Held
from elearn.web.cohort_forms import Chosen, Count
from elearn.web.forms import PageForm
from elearn.web.languages import here, later, say

SHORTEST, LONGEST, STEP = 30, 480, 30
USUAL = 210
"""Minutes of a half-day when nobody said otherwise."""
MOST_SIGNATURES = 60
LONGEST_PLACE = 100
MOST_NAMES = 60
LONGEST_NAME = 80


class TickForm(PageForm):
    """Who was there for a half-day, and how long it was."""

    there = SelectMultipleField(later("Cards that were there"), validate_choice=False)
    minutes = Chosen(later("How long it was"))

    @classmethod
    def of(cls, held: Held, numbers: Iterable[int]) -> "TickForm":
        """The form with what stands, or what was posted."""
        form = cls.posted(
            there=[str(card) for card in sorted(held.cards)], minutes=str(held.minutes or USUAL)
        )
        _offer(form["there"], [SelectChoice(str(number)) for number in numbers])
        lasting = range(SHORTEST, LONGEST + 1, STEP)
        _offer(form["minutes"], [SelectChoice(str(one), _lasting(one)) for one in lasting])
        return form

    def validate_there(self, field: Field) -> None:
        """A card of another session, or no card, is refused."""
        assert isinstance(field, SelectMultipleField)
        known = {choice[0] for choice in field.iter_choices()}
        if not set(field.data or ()) <= known:
            raise ValidationError(say("Choose cards of this session."))

    @property
    def cards(self) -> set[int]:
        """The cards ticked, once checked."""
        return {int(card) for card in self["there"].data}

    @property
    def boxes(self) -> list[tuple[str, bool]]:
        """A box a card on the page: its number, and whether it stands ticked."""
        assert isinstance(self["there"], SelectMultipleField)
        ticked = set(self["there"].data or ())
        return [(choice[0], choice[0] in ticked) for choice in self["there"].iter_choices()]


def _offer(field: Field, choices: list[SelectChoice]) -> None:
    assert isinstance(field, SelectField | SelectMultipleField)
    field.choices = choices


def _lasting(minutes: int) -> str:
    spoken = here()
    return (
        spoken.say_many("%(n)s hour", "%(n)s hours", minutes // 60)
        if minutes % 60 == 0
        else (spoken.say("%(hours)s hours", hours=spoken.number(minutes / 60, 1)))
    )


def _few(_form: object, field: Field) -> None:
    if field.data is not None and not 0 <= field.data <= MOST_SIGNATURES:
        raise ValidationError(say("From 0 to %(most)s signatures.", most=MOST_SIGNATURES))


def _place(_form: object, field: Field) -> None:
    if len(field.data or "") > LONGEST_PLACE:
        raise ValidationError(say("100 signs at most."))


class PaperForm(PageForm):
    """The signatures on a sheet, and where it lies."""

    signatures = Count(
        later("Signatures on the sheet"), [InputRequired(later("Count the signatures.")), _few]
    )
    paper_kept = StringField(
        later("Where the sheet is kept"),
        [InputRequired(later("Say where the sheet lies, for example a locked cupboard.")), _place],
        filters=[lambda typed: " ".join(typed.split()) if typed else typed],
    )


class NamesForm(PageForm):
    """Names to print on attestations; they are not kept."""

    names = TextAreaField(
        later("Names, one a line"), [InputRequired(later("Write at least one name."))]
    )

    def validate_names(self, field: Field) -> None:
        """Not too many, and each fits on its line."""
        if len(self.lines) > MOST_NAMES:
            raise ValidationError(say("%(most)s names at a time, at most.", most=MOST_NAMES))
        if any(len(line) > LONGEST_NAME for line in self.lines):
            raise ValidationError(say("A name has 80 signs at most."))
        if not self.lines:
            raise ValidationError(say("Write at least one name."))

    @property
    def lines(self) -> list[str]:
        """The names as typed, empty lines left out."""
        typed = (self["names"].data or "").splitlines()
        return [" ".join(line.split()) for line in typed if line.strip()]
