"""The forms of a trainer's pages: a new session, more cards, a new PIN, an excuse."""

import uuid
from collections.abc import Iterable, Sequence

from wtforms import DateField, Field, IntegerField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, StopValidation, ValidationError

from elearn.cohorts.models import Mode
from elearn.cohorts.profile import REGIONS
from elearn.courses.content import Course
from elearn.programmes.models import Programme
from elearn.quizzes.waves import Wave
from elearn.web.forms import PageForm
from elearn.web.languages import later, say

MOST_CARDS = 40
LONGEST_NAME = 100


class Day(DateField):
    """A date; what is none is refused in our own words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date, or say what to do."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(say("Write a date with day, month and year.")) from None


class Count(IntegerField):
    """A whole number; what is none is refused in our own words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say what to do."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(say("Write a whole number.")) from None


class Chosen(SelectField):
    """A list to choose from; a value that is not on it is refused in our own words."""

    def pre_validate(self, form: object) -> None:
        """Refuse what is not on the list."""
        if self.data not in [choice[0] for choice in self.iter_choices()]:
            raise ValidationError(say("Choose one of the list."))


def _at_most_forty(_form: object, field: Field) -> None:
    if field.data is not None and not 1 <= field.data <= MOST_CARDS:
        raise ValidationError(say("From 1 to 40 cards at a time."))


def _named(_form: object, field: Field) -> None:
    # A name of spaces is none, and WTForms would take it for one.
    if not field.data:
        raise StopValidation(say("Give the session a name, such as the place and the month."))


def _not_too_long(_form: object, field: Field) -> None:
    if len(field.data or "") > LONGEST_NAME:
        raise ValidationError(say("100 signs at most."))


def _in_one_line(typed: str | None) -> str | None:
    return " ".join(typed.split()) if typed else typed


HOW_MANY = [InputRequired(later("Write how many cards you need.")), _at_most_forty]


class NewCohortForm(PageForm):
    """A new session; `offer` fills the lists before it is checked or shown."""

    name = StringField(
        later("Name of the session"),
        [_named, _not_too_long],
        filters=[_in_one_line],
    )
    programme = Chosen(later("Programme"))
    course = Chosen(later("Course"))
    starts_on = Day(later("First day"), [InputRequired(later("Choose the first day."))])
    ends_on = Day(later("Last day"), [InputRequired(later("Choose the last day."))])
    region = Chosen(
        later("Region"),
        choices=[SelectChoice("", later("Not said")), *map(SelectChoice, REGIONS)],
    )
    mode = Chosen(
        later("Where people meet"),
        choices=[
            SelectChoice(Mode.ROOM.value, later("In a room: you open each test")),
            SelectChoice(Mode.ONLINE.value, later("Online: each test opens by itself")),
        ],
    )
    cards = Count(later("Number of cards"), HOW_MANY, default=25)

    def offer(
        self, programmes: Sequence[Programme], courses: Iterable[Course], language: str
    ) -> None:
        """The programmes and courses that may be chosen."""
        programme, course = self["programme"], self["course"]
        assert isinstance(programme, SelectField)
        assert isinstance(course, SelectField)
        programme.choices = [SelectChoice(str(one.id), one.name) for one in programmes]
        course.choices = [SelectChoice(one.id, one.title.in_(language)) for one in courses]

    def validate_ends_on(self, field: Field) -> None:
        """The last day is not before the first."""
        first = self["starts_on"].data
        if first is not None and field.data is not None and field.data < first:
            raise ValidationError(say("The last day is before the first."))

    @property
    def programme_id(self) -> uuid.UUID:
        """The programme chosen, once checked."""
        return uuid.UUID(self["programme"].data)


class MoreCardsForm(PageForm):
    """More cards; `last` is the highest number when the page was shown, so twice adds once."""

    more = Count(later("How many more cards"), HOW_MANY)
    last = Count(validators=[InputRequired()])


class PinForm(PageForm):
    """The card that needs a new PIN."""

    pin_card = Chosen(later("Card for a new PIN"))

    def offer(self, numbers: Iterable[int]) -> None:
        """The cards of the session."""
        _offer(self["pin_card"], numbers)


class ExcuseForm(PageForm):
    """The person who is excused from a test."""

    excused_card = Chosen(later("Card to excuse"))
    excused_from = Chosen(
        later("Excused from"),
        choices=[
            SelectChoice(Wave.PRE.value, later("the pre-test")),
            SelectChoice(Wave.POST.value, later("the post-test")),
        ],
    )

    def offer(self, numbers: Iterable[int]) -> None:
        """The cards of the session."""
        _offer(self["excused_card"], numbers)


def _offer(field: Field, numbers: Iterable[int]) -> None:
    assert isinstance(field, SelectField)
    field.choices = [SelectChoice(str(number)) for number in numbers]
