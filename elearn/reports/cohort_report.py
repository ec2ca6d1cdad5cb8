"""What a cohort's trainer may know of its gain: values without words."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort
from elearn.courses.content import Course, Standard
from elearn.courses.library import Library
from elearn.courses.path import Step
from elearn.quizzes import mended, paper, recounting
from elearn.quizzes.forms import CROSSED
from elearn.quizzes.mended import Mended
from elearn.quizzes.recounting import Holding
from elearn.quizzes.standing import Taken
from elearn.quizzes.states import State
from elearn.quizzes.waves import Source, Wave
from elearn.reports import chance, movement, roster, sheets, versions
from elearn.reports.movement import ObjectiveMovement, Sheet, SlotMovement
from elearn.reports.roster import WAVES, Member
from elearn.reports.versions import Versions
from elearn.results.exact import Score
from elearn.results.extremes import Guessing
from elearn.results.pair_analysis import PairAnalysis, analyse_pairs
from elearn.results.thresholds import Audience, Threshold, disclosable

# A test under twenty items is too short to say who reached a standard (statistics, section 8).
ITEMS_FOR_A_STANDARD = 20
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Counted:
    """Enrolments by their tests with a score; `same_form` took one version twice and is no pair."""

    both: int
    pre_only: int
    post_only: int
    neither: int
    same_form: int

    @property
    def enrolled(self) -> int:
        """Everybody."""
        return self.both + self.pre_only + self.post_only + self.neither + self.same_form


@dataclass(frozen=True, slots=True)
class Sources:
    """How the tests of the pairs were taken: both on screen, both on paper, one on each.

    `totals`: pairs with a test on paper of which only the total is known.
    """

    screen: int
    paper: int
    mixed: int
    totals: int = 0

    @property
    def several(self) -> bool:
        """Whether paper and screen stand together in these figures."""
        return bool(self.mixed or (self.screen and self.paper))


@dataclass(frozen=True, slots=True)
class Moves:
    """Pairs whose score rose, stayed and fell."""

    up: int
    same: int
    down: int


@dataclass(frozen=True, slots=True)
class CohortReport:
    """One cohort's gain.

    `analysis` is in items of `maximum`; in points of 100 where the tests differ in length
    (`in_items` is false). `standard` is set where the tests are long enough for one; who reached
    it is in `analysis.reached` from ten pairs on. `read_aloud` is the form that the whole room
    took before, where it was so. Slots and objectives are those of `sheets` pairs, on screen or
    keyed from paper; they are empty under five. `unmended` is the analysis without the rulings
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
    undecided: int = 0

    @property
    def threshold(self) -> Threshold:
        """What may be shown of the gain."""
        return self.analysis.threshold

    @property
    def leavers_shown(self) -> bool:
        """Whether those with a pre-test alone are enough for an average of their own."""
        return disclosable(self.counted.pre_only, Audience.TRAINER) >= Threshold.COUNTS


@dataclass(frozen=True, slots=True)
class _Person:
    """One person's scored tests; `paired` when they make a pair."""

    pre: Taken | None
    post: Taken | None
    on_paper: int
    totals: int

    @property
    def same_form(self) -> bool:
        return bool(self.pre and self.post and self.pre.form and self.pre.form == self.post.form)

    @property
    def pair(self) -> tuple[Taken, Taken] | None:
        if self.pre is None or self.post is None or self.same_form:
            return None
        return self.pre, self.post


def report(
    session: Session, cohort: Cohort, steps: tuple[Step, ...], library: Library, now: datetime
) -> CohortReport:
    """What the cohort's own trainer may know now; `steps` are those of its course."""
    course = library.courses[cohort.course_id]
    members = roster.members(session, cohort, steps)
    people = [_person(member, now) for member in members]
    pairs = [person.pair for person in people if person.pair]
    states = {wave: Counter(member.state(wave, now) for member in members) for wave in WAVES}
    holding = recounting.holding(session.connection())
    marked = _sheets(session, cohort.id, pairs, library, holding)
    slots = movement.by_slot(marked, (library.slot(slot) for slot in course.blueprint))
    analysis, in_items = _analysis(people, pairs, course.standard)
    scores = _scores(people, analysis.maximum if in_items else None)
    tests = [test.id for person in people for test in _tests(person)]
    ruled = mended.of_attempts(session.connection(), tests, holding)
    paired = sorted((pre, post) for pre, post in scores if pre is not None and post is not None)
    return CohortReport(
        counted=_counted(people),
        states=states,
        answering=states[Wave.PRE][State.STARTED] + states[Wave.POST][State.STARTED],
        settled=all(state.settled for state in states[Wave.POST]),
        mended=ruled,
        unmended=_unmended(people, ruled, course.standard) if ruled.rulings else None,
        analysis=analysis,
        in_items=in_items,
        standard=course.standard if _long_enough(pairs) else None,
        scores=tuple(paired),
        moves=_moves(paired),
        unknown=_unknown(pairs, course, library),
        sources=_sources(people),
        versions=versions.found(pairs),
        read_aloud=cohort.read_aloud,
        same_questions=_same_questions(session, cohort.id),
        sheets=len(marked),
        slots=slots,
        objectives=movement.by_objective(slots),
        undecided=sum(member.undecided for member in members),
    )


def _person(member: Member, now: datetime) -> _Person:
    return _Person(
        member.scored(Wave.PRE, now),
        member.scored(Wave.POST, now),
        sum(source.on_paper for source in member.sources.values()),
        sum(source is Source.PAPER_TOTAL for source in member.sources.values()),
    )


def _counted(people: Iterable[_Person]) -> Counted:
    found = Counter(
        "same_form" if person.same_form else (person.pre is not None, person.post is not None)
        for person in people
    )
    return Counted(
        both=found[True, True],
        pre_only=found[True, False],
        post_only=found[False, True],
        neither=found[False, False],
        same_form=found["same_form"],
    )


def _analysis(
    people: Sequence[_Person], pairs: Sequence[tuple[Taken, Taken]], standard: Standard
) -> tuple[PairAnalysis, bool]:
    """The figures, and whether they are in items: every test counted has one length then."""
    lengths = {test.maximum for person in people for test in _tests(person)}
    maximum = lengths.pop() if len(lengths) == 1 else None
    unit = maximum or HUNDRED
    shown = _long_enough(pairs) and len(pairs) >= 10
    wanted = Fraction(standard.value * unit, HUNDRED) if shown else None
    return analyse_pairs(_scores(people, maximum), unit, wanted), maximum is not None


def _unmended(people: Sequence[_Person], ruled: Mended, standard: Standard) -> PairAnalysis:
    """The figures that stood here if nothing had been ruled."""

    def without(test: Taken | None) -> Taken | None:
        if test is None or test.id not in ruled.without:
            return test
        score = ruled.without[test.id]
        return replace(test, points=score.points, maximum=score.maximum)

    before = [replace(one, pre=without(one.pre), post=without(one.post)) for one in people]
    return _analysis(before, [one.pair for one in before if one.pair], standard)[0]


def _tests(person: _Person) -> list[Taken]:
    """The tests that enter a figure: a pair's two, or the one of who has only one."""
    return [] if person.same_form else [test for test in (person.pre, person.post) if test]


def _scores(
    people: Iterable[_Person], maximum: Score | None
) -> list[tuple[Score | None, Score | None]]:
    """Scores before and after in items; without one maximum in exact points of 100."""

    def score(test: Taken | None) -> Score | None:
        if test is None:
            return None
        return test.points if maximum else Fraction(HUNDRED * test.points, test.maximum)

    return [
        (None, None) if person.same_form else (score(person.pre), score(person.post))
        for person in people
    ]


def _long_enough(pairs: Sequence[tuple[Taken, Taken]]) -> bool:
    return bool(pairs) and all(
        test.maximum >= ITEMS_FOR_A_STANDARD for pair in pairs for test in pair
    )


def _moves(pairs: Iterable[tuple[Score, Score]]) -> Moves:
    found = Counter((post > pre) - (post < pre) for pre, post in pairs)
    return Moves(found[1], found[0], found[-1])


def _unknown(
    pairs: Iterable[tuple[Taken, Taken]], course: Course, library: Library
) -> Guessing | None:
    asked = [item for form in CROSSED.values() for item in library.form(course, form)]
    return chance.unknown_answers(pairs, asked)


def _sources(people: Iterable[_Person]) -> Sources:
    pairs = [person for person in people if person.pair]
    found = Counter(person.on_paper for person in pairs)
    totals = sum(person.totals > 0 for person in pairs)
    return Sources(screen=found[0], paper=found[2], mixed=found[1], totals=totals)


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
