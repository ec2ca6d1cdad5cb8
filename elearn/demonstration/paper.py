"""The demonstration's session on paper: totals only, of two tests with different questions."""

import hashlib
from datetime import datetime, time
from random import Random

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Mode
from elearn.demonstration import sessions, trainees
from elearn.demonstration.answering import Desk
from elearn.demonstration.plans import Plan
from elearn.people.models import Person
from elearn.programmes.models import Programme
from elearn.quizzes import paper
from elearn.quizzes.paper import Seen
from elearn.quizzes.paper_changes import Sheet
from elearn.quizzes.paper_sheet import Row
from elearn.quizzes.waves import Wave

MAXIMUM = 20
BEFORE, AFTER, SPREAD = 10.6, 12.9, 2.4
TYPED_IN = time(16, 0)


def finished(desk: Desk, programme: Programme, plan: Plan, trainer: Person, now: datetime) -> None:
    """A session that wrote on paper, its totals brought in by the trainer on the last day."""
    first = sessions.day(now - plan.began)
    cohort = sessions.make(desk, programme, plan.name, plan.region, first, Mode.ROOM)
    arrival = sessions.at(first, sessions.ARRIVAL)
    trainees.enrol(desk.session, cohort, plan.people, desk.random, arrival)
    rows = tuple(_row(desk.random, plan, card) for card in range(1, plan.people + 1))
    sheet = Sheet(rows, (Wave.PRE, Wave.POST), MAXIMUM, same_questions=False)
    changes = paper.compare(desk.session, cohort.id, sheet)
    paper.accept(
        desk.session,
        cohort.id,
        sheet,
        Seen(changes.digest),
        sha256=hashlib.sha256(repr(sheet).encode()).digest(),
        actor=trainer,
        random=desk.random,
        now=sessions.at(cohort.ends_on, TYPED_IN),
    )
    enrolments.close(desk.session, cohort, sessions.at(cohort.ends_on, sessions.END))


def _row(random: Random, plan: Plan, card: int) -> Row:
    """One line of the sheet; the two totals share most of what makes people differ."""
    able = random.gauss(0, SPREAD)
    before, after = (_total(random, mean + able) for mean in (BEFORE, AFTER))
    took = plan.took(card)
    return Row(
        number=card + 1,
        card=card,
        before=before if Wave.PRE in took else None,
        after=after if Wave.POST in took else None,
    )


def _total(random: Random, expected: float) -> int:
    return min(max(round(expected + random.gauss(0, SPREAD / 2)), 0), MAXIMUM)
