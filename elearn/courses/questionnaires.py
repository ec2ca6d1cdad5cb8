"""What people are asked to think about: the questionnaires of content/surveys. Pure."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from elearn.courses.texts import Id, Record, Text

Moment = Literal["module", "baseline", "endline", "follow-up"]
"""When a questionnaire is shown: after each module, around the course, or months later."""

MOMENTS: tuple[Moment, ...] = get_args(Moment)


class Answer(Record):
    """One answer that can be ticked."""

    id: Id
    text: Text


class Scale(Record):
    """The points of a scale, the lowest first."""

    id: Id
    points: tuple[Text, ...]


class Opinion(Record):
    """One question, which nobody has to answer: a point of a scale, one answer, or several.

    `reversed`: the course hopes for the low end. `moments`: only at these; empty means at each
    moment of its questionnaire.
    """

    id: Id
    kind: Literal["scale", "one", "several"]
    text: Text
    scale: Id | None = None
    reversed: bool = False
    options: tuple[Answer, ...] = ()
    moments: tuple[Moment, ...] = ()


class Questionnaire(Record):
    """One file of content/surveys. New words are a new version, which is counted apart."""

    id: Id
    version: Annotated[int, Field(ge=1)]
    title: Text
    moments: tuple[Moment, ...]
    scales: tuple[Scale, ...] = ()
    questions: tuple[Opinion, ...]

    def asked_at(self, moment: Moment) -> tuple[Opinion, ...]:
        """The questions of this moment, in order."""
        return tuple(one for one in self.questions if moment in (one.moments or self.moments))

    def answers_of(self, question: Opinion) -> tuple[Answer, ...]:
        """What can be ticked; the points of a scale are called "1", "2" and so on."""
        if question.kind != "scale":
            return question.options
        points = next(scale.points for scale in self.scales if scale.id == question.scale)
        return tuple(Answer(id=str(place), text=text) for place, text in enumerate(points, 1))
