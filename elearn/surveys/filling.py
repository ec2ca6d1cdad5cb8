"""A posted form as answers: whatever is left out was skipped, and nothing can be written. Pure."""

from collections.abc import Mapping, Sequence

from elearn.courses.questionnaires import Moment, Questionnaire
from elearn.surveys.bags import Answers


class NotOnTheList(ValueError):
    """A question was answered with what nobody could tick."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question


def answers(survey: Questionnaire, moment: Moment, form: Mapping[str, Sequence[str]]) -> Answers:
    """What was ticked, in the questionnaire's order; raises NotOnTheList."""
    found: Answers = {}
    for question in survey.asked_at(moment):
        ticked = [name for name in form.get(question.id, ()) if name]
        known = [answer.id for answer in survey.answers_of(question)]
        several = question.kind == "several"
        if not set(ticked) <= set(known) or (len(ticked) > 1 and not several):
            raise NotOnTheList(question.id)
        if ticked:
            found[question.id] = (
                [name for name in known if name in ticked] if several else ticked[0]
            )
    return found
