"""People with their scored tests: who makes a pair, how the tests were taken, what they scored."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from elearn.courses.content import Standard
from elearn.quizzes import marking
from elearn.quizzes.standing import Taken
from elearn.quizzes.waves import Source, Wave
from elearn.reports.roster import Member
from elearn.results.exact import Score
from elearn.results.pair_analysis import PairAnalysis, analyse_pairs

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
class Tested:
    """One person's tests that have a score, also one of which no question is left."""

    given_before: Taken | None
    given_after: Taken | None
    on_paper: int
    totals: int

    @property
    def pre(self) -> Taken | None:
        """The test before, where something of it is left to score."""
        return _left(self.given_before)

    @property
    def post(self) -> Taken | None:
        """The test after, in the same way."""
        return _left(self.given_after)

    @property
    def same_form(self) -> bool:
        """Whether both tests were one version: no pair."""
        return bool(self.pre and self.post and self.pre.form and self.pre.form == self.post.form)

    @property
    def pair(self) -> tuple[Taken, Taken] | None:
        """Both tests, where they make a pair."""
        if self.pre is None or self.post is None or self.same_form:
            return None
        return self.pre, self.post

    @property
    def counted(self) -> list[Taken]:
        """The tests that enter a figure: a pair's two, or the one of who has only one."""
        return [] if self.same_form else [test for test in (self.pre, self.post) if test]

    @property
    def given(self) -> list[Taken]:
        """Every test with a score, whatever is left of it."""
        return [test for test in (self.given_before, self.given_after) if test]

    def scored(self, scores: Mapping[UUID, marking.Score]) -> "Tested":
        """The same person with these scores in the place of those that stand."""
        before, after = (_scored(one, scores) for one in (self.given_before, self.given_after))
        return replace(self, given_before=before, given_after=after)


def _left(test: Taken | None) -> Taken | None:
    # Where every question was taken out there is no score, and never a zero.
    return test if test and test.maximum else None


def _scored(test: Taken | None, scores: Mapping[UUID, marking.Score]) -> Taken | None:
    if test is None or test.id not in scores:
        return test
    return replace(test, points=scores[test.id].points, maximum=scores[test.id].maximum)


def tested(member: Member, now: datetime) -> Tested:
    """The tests of one member that have a score by now."""
    sources = member.sources.values()
    return Tested(
        member.given(Wave.PRE, now),
        member.given(Wave.POST, now),
        sum(source.on_paper for source in sources),
        sum(source is Source.PAPER_TOTAL for source in sources),
    )


def counted(people: Iterable[Tested]) -> Counted:
    """How many have both tests, one of them, none, or one version twice."""
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


def sources(people: Iterable[Tested]) -> Sources:
    """How the tests of the pairs reached us."""
    pairs = [person for person in people if person.pair]
    found = Counter(person.on_paper for person in pairs)
    totals = sum(person.totals > 0 for person in pairs)
    return Sources(screen=found[0], paper=found[2], mixed=found[1], totals=totals)


def moves(scores: Iterable[tuple[Score, Score]]) -> Moves:
    """How many rose, stayed and fell."""
    found = Counter((post > pre) - (post < pre) for pre, post in scores)
    return Moves(found[1], found[0], found[-1])


def length(people: Iterable[Tested]) -> int | None:
    """The one length of every test counted, in items; None where they differ (or nobody has one).

    Without one length scores are in points of 100.
    """
    lengths = {test.maximum for person in people for test in person.counted}
    return lengths.pop() if len(lengths) == 1 else None


def long_enough(pairs: Sequence[tuple[Taken, Taken]]) -> bool:
    """Whether there are pairs, and none of their tests is too short for a standard."""
    return bool(pairs) and all(
        test.maximum >= ITEMS_FOR_A_STANDARD for pair in pairs for test in pair
    )


def analysed(people: Sequence[Tested], standard: Standard) -> PairAnalysis:
    """The figures of these people, in the unit that their tests allow."""
    maximum = length(people)
    unit, pairs = maximum or HUNDRED, [person.pair for person in people if person.pair]
    shown = long_enough(pairs) and len(pairs) >= 10
    wanted = Fraction(standard.value * unit, HUNDRED) if shown else None
    return analyse_pairs(scores(people, maximum), unit, wanted)


def scores(
    people: Iterable[Tested], maximum: Score | None
) -> list[tuple[Score | None, Score | None]]:
    """Scores before and after in items; without one maximum in exact points of 100."""
    return [
        (None, None)
        if person.same_form
        else (_score(person.pre, maximum), _score(person.post, maximum))
        for person in people
    ]


def of_pairs(people: Sequence[Tested]) -> tuple[tuple[Score, Score], ...]:
    """The scores of the pairs, the lowest before first, so that their order names nobody."""
    found = scores(people, length(people))
    return tuple(sorted((pre, post) for pre, post in found if pre is not None and post is not None))


def _score(test: Taken | None, maximum: Score | None) -> Score | None:
    if test is None:
        return None
    return test.points if maximum else Fraction(HUNDRED * test.points, test.maximum)
