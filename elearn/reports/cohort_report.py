"""What a cohort's trainer may know of its gain: values without words."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort
from elearn.courses.content import Course, Standard
from elearn.courses.library import Library
from elearn.courses.path import Step, Ways
from elearn.quizzes import closings, mended, paper, recounting
from elearn.quizzes.forms import CROSSED
from elearn.quizzes.mended import Mended
from elearn.quizzes.recounting import Holding
from elearn.quizzes.standing import Taken
from elearn.quizzes.states import State
from elearn.quizzes.waves import Wave
from elearn.reports import chance, movement, paired, roster, sheets, versions
from elearn.reports.movement import ModuleMovement, ObjectiveMovement, Sheet, SlotMovement
from elearn.reports.paired import Counted, Moves, Sources, Tested
from elearn.reports.roster import WAVES
from elearn.reports.slot_annex import SlotAnnex, annex
from elearn.reports.versions import Versions
from elearn.reports.wrong_answers import WrongAnswer, wrong_answers
from elearn.results.exact import Score
from elearn.results.extremes import Guessing
from elearn.results.pair_analysis import PairAnalysis
from elearn.results.thresholds import Audience, Threshold, disclosable


@dataclass(frozen=True, slots=True)
class CohortReport:
    """One cohort's gain.

    `analysis` is in items of `maximum`; in points of 100 where the tests differ in length
    (`in_items` is false). `standard` is set where the tests are long enough for one; who reached
    it is in `analysis.reached` from ten pairs on. `read_aloud` is the form that the whole room
    took before, where it was so. Slots and objectives are those of `sheets` pairs, on screen or
    keyed from paper; they are empty under five. `wrong_answers` and `annex` need ten, and the
    former that all tests are `settled`. `unmended` is the analysis without the rulings
    that `mended` names, where there are any. `settled`: nobody's post-test can still come, so
    that keys may be said. `undecided`: people whose late answers wait for the trainer.
    """

    counted: Counted
    states: Mapping[Wave, Mapping[State, int]]
    answering: int
    settled: bool
    mended: Mended
    unmended: PairAnalysis | None
    analysis: PairAnalysis
    in_items: bool
    standard: Standard | None
    scores: tuple[tuple[Score, Score], ...]
    moves: Moves
    unknown: Guessing | None
    sources: Sources
    versions: Versions
    read_aloud: str | None
    same_questions: bool
    sheets: int
    slots: tuple[SlotMovement, ...]
    objectives: tuple[ObjectiveMovement, ...]
    modules: tuple[ModuleMovement, ...] = ()
    wrong_answers: tuple[WrongAnswer, ...] = ()
    annex: tuple[SlotAnnex, ...] = ()
    undecided: int = 0

    @property
    def threshold(self) -> Threshold:
        """What may be shown of the gain."""
        return self.analysis.threshold

    @property
    def critical(self) -> tuple[SlotMovement, ...]:
        """The slots where an error endangers someone, whatever the total."""
        return movement.critical(self.slots)

    @property
    def saying_unknown(self) -> int:
        """Pairs whose tests can say « Je ne sais pas »: a total from paper cannot."""
        return self.counted.both - self.sources.totals

    @property
    def unknown_threshold(self) -> Threshold:
        """What may be shown of « Je ne sais pas »: it is about these pairs alone."""
        return disclosable(self.saying_unknown, Audience.TRAINER)

    @property
    def leavers_shown(self) -> bool:
        """Whether those with a pre-test alone are enough for an average of their own."""
        return disclosable(self.counted.pre_only, Audience.TRAINER) >= Threshold.COUNTS


def report(
    session: Session,
    cohort: Cohort,
    steps: Ways | tuple[Step, ...],
    library: Library,
    now: datetime,
) -> CohortReport:
    """What the cohort's own trainer may know now; `steps` as the roster takes them."""
    course = library.courses[cohort.course_id]
    members = [one for one in roster.members(session, cohort, steps) if one.counts]
    people = [paired.tested(member, now) for member in members]
    pairs = [person.pair for person in people if person.pair]
    states = {wave: Counter(member.state(wave, now) for member in members) for wave in WAVES}
    holding = recounting.holding(session.connection())
    marked = _sheets(session, cohort.id, pairs, library, holding)
    slots = movement.by_slot(marked, (library.slot(slot) for slot in course.blueprint))
    tests = [test.id for person in people if not person.same_form for test in person.given]
    ruled = mended.of_attempts(session.connection(), tests, holding)
    both = paired.of_pairs(people)
    settled = all(state.settled for state in states[Wave.POST]) or closings.over(
        session.connection(), cohort.id, Wave.POST, now
    )
    return CohortReport(
        counted=paired.counted(people),
        states=states,
        answering=states[Wave.PRE][State.STARTED] + states[Wave.POST][State.STARTED],
        settled=settled,
        mended=ruled,
        unmended=_unmended(people, ruled, course.standard) if ruled.rulings else None,
        analysis=paired.analysed(people, course.standard),
        in_items=paired.length(people) is not None,
        standard=course.standard if paired.long_enough(pairs) else None,
        scores=both,
        moves=paired.moves(both),
        unknown=_unknown(pairs, course, library),
        sources=paired.sources(people),
        versions=versions.found(pairs),
        read_aloud=cohort.read_aloud,
        same_questions=_same_questions(session, cohort.id),
        sheets=len(marked),
        slots=slots,
        objectives=movement.by_objective(slots),
        modules=movement.by_module(marked, slots, lambda slot: library.module_of[slot].slug),
        wrong_answers=wrong_answers(marked) if settled else (),
        annex=annex(slots),
        undecided=sum(member.undecided for member in members),
    )


def _unmended(people: Iterable[Tested], ruled: Mended, standard: Standard) -> PairAnalysis:
    """The figures that stood here if nothing had been ruled."""
    return paired.analysed([person.scored(ruled.without) for person in people], standard)


def _unknown(
    pairs: Iterable[tuple[Taken, Taken]], course: Course, library: Library
) -> Guessing | None:
    asked = [item for form in CROSSED.values() for item in library.form(course, form)]
    return chance.unknown_answers(pairs, asked)


def _same_questions(session: Session, cohort_id: uuid.UUID) -> bool:
    last = paper.latest_import(session, cohort_id)
    return last is not None and last.same_questions


def _sheets(
    session: Session,
    cohort_id: uuid.UUID,
    pairs: Sequence[tuple[Taken, Taken]],
    library: Library,
    holding: Iterable[Holding],
) -> list[tuple[Sheet, Sheet]]:
    """Both sheets of every pair that has them; none where so few would be single people."""
    if disclosable(len(pairs), Audience.TRAINER) < Threshold.COUNTS:
        return []
    wanted = {test.id for pair in pairs for test in pair}
    verdicts = {one.wording: one.verdict for one in holding}
    found = sheets.read(session, cohort_id, wanted, library, verdicts)
    both = [
        (found[pre.id], found[post.id])
        for pre, post in pairs
        if pre.id in found and post.id in found
    ]
    return both if disclosable(len(both), Audience.TRAINER) >= Threshold.COUNTS else []
