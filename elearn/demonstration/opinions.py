"""What the demonstration's people think: sheets handed in like real ones, before and after."""

from datetime import date
from random import Random

from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.courses.questionnaires import Moment, Opinion, Questionnaire
from elearn.demonstration.plans import COURSE, SEED, Plan
from elearn.people.passwords import Keeper
from elearn.programmes.models import Programme
from elearn.quizzes.waves import Wave
from elearn.surveys.bags import Answers
from elearn.surveys.cells import Cell
from elearn.surveys.handing_in import hand_in
from elearn.surveys.sealing import PURPOSE
from elearn.surveys.tickets import NUMBER_BITS, Ticket

ANSWERED = 0.8
SKIPPED = 0.1
TICKED = 0.35
# How often each point of a scale is ticked, the lowest first.
WEIGHTS: dict[Moment, tuple[int, ...]] = {"baseline": (2, 4, 5, 4, 1), "endline": (1, 2, 4, 6, 4)}


def filled(
    session: Session,
    library: Library,
    programme: Programme,
    plan: Plan,
    keeper: Keeper,
    today: date,
) -> None:
    """The sheets of a session that is over: of four in five who took the test before it."""
    random = Random(f"{SEED}:{plan.name}:opinions")
    moments: tuple[tuple[Moment, Wave], ...] = (("baseline", Wave.PRE), ("endline", Wave.POST))
    for moment, wave in moments:
        survey = library.survey(moment)
        for card in range(1, plan.people + 1):
            if survey and wave in plan.took(card) and random.random() < ANSWERED:
                hand_in(
                    session,
                    Cell(programme.id, COURSE, survey.id, survey.version, moment),
                    _answers(survey, moment, random),
                    Ticket(f"{random.getrandbits(NUMBER_BITS):032x}", today),
                    key=keeper.key_for(PURPOSE),
                    random=random,
                    today=today,
                )


def _answers(survey: Questionnaire, moment: Moment, random: Random) -> Answers:
    found: Answers = {}
    for question in survey.asked_at(moment):
        if random.random() > SKIPPED:
            found[question.id] = _ticked(survey, question, moment, random)
    return {name: ticked for name, ticked in found.items() if ticked}


def _ticked(
    survey: Questionnaire, question: Opinion, moment: Moment, random: Random
) -> str | list[str]:
    names = [answer.id for answer in survey.answers_of(question)]
    if question.kind == "several":
        return [name for name in names if random.random() < TICKED]
    weights = WEIGHTS[moment]
    return random.choices(names, weights[::-1] if question.reversed else weights)[0]
