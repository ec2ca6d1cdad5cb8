"""The forms of a room's page (more cards, a new PIN, an excuse), and the fields of all."""

from collections.abc import Iterable

from wtforms import DateField, Field, IntegerField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, ValidationError

from elearn.quizzes.waves import Wave
from elearn.web.forms import PageForm
from elearn.web.languages import later, say

MOST_CARDS = 40


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


HOW_MANY = [InputRequired(later("Write how many cards you need.")), _at_most_forty]


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
