"""The forms about one person's test and about the rules of a test."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from wtforms import DateTimeLocalField, Field, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError

from elearn.cohorts.words_aloud import same_word
from elearn.quizzes.policies import MOST_TRIES, Allowing, Counting, Feedback, Policy
from elearn.quizzes.waves import Wave
from elearn.web.cohort_forms import Chosen, Count
from elearn.web.forms import PageForm
from elearn.web.languages import later, say

LONGEST_REASON = 300
LONGEST_WORD = 40
MOST_MINUTES = 300
# As a browser's own field writes it, with or without seconds.
TYPED = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class Moment(DateTimeLocalField):
    """A day and an hour as the programme's clocks show them; refused in our own words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read both, or say what to do."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(say("Write a day and an hour.")) from None


def instant(typed: datetime | None, zone: str) -> datetime | None:
    """The moment at which these clocks show what was typed."""
    return typed and typed.replace(tzinfo=ZoneInfo(zone))


def _with_reason(_form: object, field: Field) -> None:
    if not (field.data or "").strip():
        raise StopValidation(say("Write why, in a few words."))
    if len(field.data) > LONGEST_REASON:
        raise ValidationError(say("Write at most %(limit)s signs.", limit=LONGEST_REASON))


def _minutes(_form: object, field: Field) -> None:
    if field.data is not None and not 1 <= field.data <= MOST_MINUTES:
        raise ValidationError(say("From 1 to 300 minutes."))


NAMES = {
    Wave.PRE: later("the pre-test"),
    Wave.POST: later("the post-test"),
    Wave.FOLLOW_UP: later("Follow-up test"),
    Wave.SIX_MONTHS: later("Six-month test"),
}
# The follow-ups have no limit: a telephone call may take them in several parts.
LIMITED = [SelectChoice(wave.value, NAMES[wave]) for wave in (Wave.PRE, Wave.POST)]


KINDS = [
    SelectChoice(Allowing.EXTENSION.value, later("The test stands open longer")),
    SelectChoice(Allowing.SECOND_TRY.value, later("A second try, which then counts")),
]


class AllowForm(PageForm):
    """A test open for one person until a time, as a longer one or as a second try."""

    seen = Count(validators=[InputRequired()])
    wave = Chosen(later("Test"), choices=())
    kind = Chosen(
        later("What you allow"),
        choices=(),
    )
    until = Moment(later("Until"), [InputRequired(later("Write a day and an hour."))], format=TYPED)
    reason = StringField(later("Reason"), [_with_reason])

    def offer(self, tests: Collection[Wave]) -> None:
        """Let one of these tests be chosen."""
        chosen = self["wave"]
        assert isinstance(chosen, Chosen)
        chosen.choices = [SelectChoice(wave.value, NAMES[wave]) for wave in tests]
        kind = self["kind"]
        assert isinstance(kind, Chosen)
        # The later tests have no second try.
        kind.choices = KINDS if {Wave.PRE, Wave.POST} & set(tests) else KINDS[:1]


class MinutesForm(PageForm):
    """More minutes for one person in a test with a time limit."""

    seen = Count(validators=[InputRequired()])
    limited = Chosen(later("Test with a time limit"), choices=LIMITED)
    minutes = Count(later("Minutes more"), [InputRequired(later("Write how many.")), _minutes])
    why = StringField(later("Reason for more minutes"), [_with_reason])


class LateForm(PageForm):
    """Why late answers count, or do not."""

    reason = StringField(later("Reason"), [_with_reason])


class RulesForm(PageForm):
    """The rules of one test."""

    opens_at = Moment(later("Opens by itself"), [Optional()], format=TYPED)
    closes_at = Moment(later("Closes by itself"), [Optional()], format=TYPED)
    minutes = Count(later("Time limit, in minutes"), [Optional(), _minutes])
    word = StringField(
        later("Access word"), filters=[lambda typed: " ".join(typed.split()) if typed else None]
    )
    tries = Chosen(later("Tries"), choices=[SelectChoice(str(n)) for n in range(1, MOST_TRIES + 1)])
    counting = Chosen(
        later("Which try counts"),
        choices=[
            SelectChoice(Counting.FIRST.value, later("The first")),
            SelectChoice(Counting.LAST.value, later("The last that has an answer")),
        ],
    )
    feedback = Chosen(
        later("A person sees their result"),
        choices=[
            SelectChoice(Feedback.AT_ONCE.value, later("At once, by objective")),
            SelectChoice(Feedback.AFTER_CLOSING.value, later("When the test is closed")),
        ],
    )
    keys = Chosen(
        later("Right answers"),
        choices=[
            SelectChoice("no", later("Not shown")),
            SelectChoice("yes", later("Shown once the post-test is closed for everybody")),
        ],
    )

    def validate_word(self, field: Field) -> None:
        """A word that can be said and typed."""
        if field.data and same_word(field.data, ""):
            raise ValidationError(say("Choose a word with letters or figures."))
        if len(field.data or "") > LONGEST_WORD:
            raise ValidationError(say("Write at most %(limit)s signs.", limit=LONGEST_WORD))

    def policy(self, zone: str) -> Policy:
        """The rules, once checked."""
        return Policy(
            opens_at=instant(self["opens_at"].data, zone),
            closes_at=instant(self["closes_at"].data, zone),
            minutes=self["minutes"].data,
            word=self["word"].data,
            tries=int(self["tries"].data),
            counting=Counting(self["counting"].data),
            feedback=Feedback(self["feedback"].data),
            keys=self["keys"].data == "yes",
        )
