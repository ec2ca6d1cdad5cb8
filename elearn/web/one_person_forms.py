"""The form that stands before single answers: why somebody looks."""

from wtforms import StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from elearn.people import looking
from elearn.people.looking import LineMissing, LineTooLong, PointsAtSomebody, Reason
from elearn.quizzes.waves import Wave
from elearn.web.cohort_forms import Chosen
from elearn.web.forms import PageForm
from elearn.web.languages import later, say


class LookForm(PageForm):
    """Which test, why, and if need be a line more."""

    wave = Chosen(later("Answers to"))
    why = Chosen(
        later("Why you look"),
        choices=[
            SelectChoice("", later("Choose a reason")),
            SelectChoice(Reason.ASKED.value, later("The person asks me to")),
            SelectChoice(Reason.HELP.value, later("To help this person with what was not learnt")),
            SelectChoice(Reason.FAULT.value, later("Something went wrong in the test")),
            SelectChoice(Reason.PAPER.value, later("To compare with the sheet of paper")),
            SelectChoice(Reason.OTHER.value, later("Another reason, said below")),
        ],
    )
    line = StringField(later("In a few words"), render_kw={"maxlength": looking.LONGEST_LINE})

    def offer(self, tests: list[tuple[Wave, str]]) -> None:
        """The tests whose answers can be looked at."""
        field = self["wave"]
        assert isinstance(field, Chosen)
        field.choices = [SelectChoice(wave.value, name) for wave, name in tests]

    def reasoned(self) -> Reason | None:
        """The reason when the whole form holds, else None and the fields say why not."""
        if not self.validate():
            return None
        if not self["why"].data:
            self["why"].errors = [say("Choose a reason.")]
            return None
        reason = Reason(self["why"].data)
        refused = self._refused(reason)
        if refused:
            self["line"].errors = [refused]
        return None if refused else reason

    def _refused(self, reason: Reason) -> str | None:
        try:
            looking.checked(reason, self["line"].data or "")
        except LineMissing:
            return say("Say the other reason in a few words.")
        except LineTooLong:
            return say("Write at most %(limit)s signs.", limit=looking.LONGEST_LINE)
        except PointsAtSomebody:
            return say("Leave out numbers and addresses: nobody must be recognised.")
        return None


def reason_word(reason: Reason) -> str:
    """A reason in the reader's language, as the log shows it."""
    return {
        Reason.ASKED: say("the person asked for it"),
        Reason.HELP: say("to help with what was not learnt"),
        Reason.FAULT: say("something went wrong in the test"),
        Reason.PAPER: say("to compare with the sheet of paper"),
        Reason.OTHER: say("another reason"),
    }[reason]


def reason_sentence(kept: str) -> str:
    """What was kept of a reason: a word of the list and its line, or as it was written."""
    reason, line = looking.read(kept)
    if reason is None:
        return kept
    return f"{reason_word(reason)} ({line})" if line else reason_word(reason)
