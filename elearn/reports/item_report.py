"""What the answers of many sessions tell of each question of a course's tests."""

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from elearn.courses.content import Course
from elearn.courses.items import FORMS, Item
from elearn.quizzes import recounting
from elearn.quizzes.questions import Choice
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from elearn.reports import item_rows
from elearn.reports.item_rows import Given, Test, Tests
from elearn.reports.scopes import Scope
from elearn.results.dif import Answered, Dif, dif
from elearn.results.gains import Mastery
from elearn.results.item_analysis import ItemAnalysis, analyse_items
from elearn.results.item_study import Study, Taker, item_sum, study
from elearn.results.items import Flag, ItemFigures, Moment, flags, item_figures

NOT_GIVEN = Given(None, False)
UNKNOWN, NONE, OTHER = "unknown", "none", "other"
"""Among the options: « Je ne sais pas », no answer, another order than the right one."""
MOMENTS = {Wave.PRE: Moment.BEFORE, Wave.POST: Moment.AFTER}
PAIR = (Wave.PRE, Wave.POST)


@dataclass(frozen=True, slots=True)
class WordingLine:
    """One wording of one item: its hash (hex), its figures, and why to look at it again."""

    item: str
    wording: str
    figures: ItemFigures
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class FormReport:
    """One form at one moment: the whole test, and each wording of each item by itself.

    `other` tests asked other items and are left out; in the whole test an item that was reworded
    stands once.
    """

    form: str
    analysis: ItemAnalysis
    lines: tuple[WordingLine, ...]
    other: int


@dataclass(frozen=True, slots=True)
class Sexes:
    """Whether the item is harder for women than for men of the same total; None of too few."""

    women: int
    men: int
    found: Dif | None


@dataclass(frozen=True, slots=True)
class ItemReport:
    """One wording of one item at one moment.

    `twins`: right before and after on the slot, in forms that share no question; `again`: right
    twice on this very item, at the two follow-ups. `earlier`: how many answered each other wording.
    """

    form: FormReport
    line: WordingLine
    study: Study
    sexes: Sexes
    twins: Mastery
    again: Mastery
    wordings: Mapping[str, int]


def forms(
    session: Session, scope: Scope, course: Course, wave: Wave, now: datetime
) -> tuple[FormReport, ...]:
    """Every form of the course's test at this moment, from the tests that count."""
    void = recounting.voided(session.connection())
    found = item_rows.read(session, scope, course.id, (wave,), void, now)
    return tuple(_form(form, wave, found[wave, form]) for _, form in sorted(found))


def item(
    session: Session,
    scope: Scope,
    course: Course,
    wave: Wave,
    asked: Item,
    digest: str,
    now: datetime,
) -> ItemReport | None:
    """One wording of one item of the course; None where nobody of the asker's was asked it."""
    void = recounting.voided(session.connection())
    found = item_rows.read(session, scope, course.id, (wave,), void, now, form=asked.form)
    own = found.get((wave, asked.form), Tests((), 0))
    takers = item_rows.takers_of(own.tests, asked.id, digest)
    if not takers:
        return None
    slot = _of_slot(session, scope, course, wave, asked, void, now)
    form = _form(asked.form, wave, own)
    line = next(one for one in form.lines if (one.item, one.wording) == (asked.id, digest))
    return ItemReport(
        form=form,
        line=line,
        study=study([_taker(test, asked) for test in takers]),
        sexes=_sexes(takers, asked.id),
        twins=_twins(slot, asked.slot),
        again=_again(slot, asked.id),
        wordings=Counter(test.wordings[asked.id] for test in own.tests),
    )


def _of_slot(
    session: Session,
    scope: Scope,
    course: Course,
    wave: Wave,
    asked: Item,
    void: Collection[bytes],
    now: datetime,
) -> dict[tuple[Wave, str], Tests]:
    """Both tests of the pair, in both orders of the forms, answered on the item's slot alone."""
    pair = FOLLOW_UPS if wave in FOLLOW_UPS else PAIR
    twins = [f"{asked.slot}-{form}" for form in FORMS]
    return item_rows.read(session, scope, course.id, pair, void, now, items=twins)


def parts(asked: Item, given: Given) -> tuple[str, ...]:
    """What an answer chose: option ids, "prompt:option" pairs, or a word for the rest."""
    choice: Choice = given.choice
    if given is NOT_GIVEN:
        return (NONE,)
    if choice is None:
        return (UNKNOWN,)
    if isinstance(choice, dict):
        return tuple(f"{prompt}:{option}" for prompt, option in choice.items())
    if asked.kind == "order":
        return (",".join(asked.key),) if given.right else (OTHER,)
    return tuple(choice)


def right_parts(asked: Item) -> tuple[str, ...]:
    """Which of these are right, in the order of the question."""
    if asked.kind == "match":
        return tuple(f"{prompt}:{option}" for prompt, option in asked.pairs.items())
    return (",".join(asked.key),) if asked.kind == "order" else asked.key


def _form(form: str, wave: Wave, found: Tests) -> FormReport:
    items = found.items
    rows = [[int(test.answers.get(one, NOT_GIVEN).right) for one in items] for test in found.tests]
    analysis = analyse_items(items, rows)
    lines = [one for each in items for one in _lines(found.tests, each, wave, analysis)]
    return FormReport(form, analysis, tuple(lines), found.other)


def _lines(
    tests: Sequence[Test], item_id: str, wave: Wave, analysis: ItemAnalysis
) -> Iterable[WordingLine]:
    whole = next(one for one in analysis.items if one.name == item_id)
    alpha = analysis.alpha.value if analysis.alpha else None
    by_wording: dict[str, list[Taker]] = {}
    for test in tests:
        right = test.answers.get(item_id, NOT_GIVEN).right
        by_wording.setdefault(test.wordings[item_id], []).append(Taker(test.total, right))
    for wording, takers in sorted(by_wording.items(), key=lambda one: -len(one[1])):
        figures = item_figures(item_sum(takers))
        moment = MOMENTS.get(wave, Moment.AFTER)
        raised = flags(figures, moment, alpha, whole.alpha_without)
        yield WordingLine(item_id, wording, figures, raised)


def _taker(test: Test, asked: Item) -> Taker:
    given = test.answers.get(asked.id, NOT_GIVEN)
    return Taker(test.total, given.right, parts(asked, given), test.period)


def _sexes(tests: Sequence[Test], item_id: str) -> Sexes:
    people = [
        Answered(test.sex == "woman", test.total, test.answers.get(item_id, NOT_GIVEN).right)
        for test in tests
        if test.sex in ("woman", "man")
    ]
    women = sum(one.focal for one in people)
    return Sexes(women, len(people) - women, dif(people))


def _twins(found: Mapping[tuple[Wave, str], Tests], slot: str) -> Mastery:
    """The same people before and after, in two different forms."""
    return _moved(found, PAIR, lambda item_id: item_id.rpartition("-")[0] == slot)


def _again(found: Mapping[tuple[Wave, str], Tests], item_id: str) -> Mastery:
    return _moved(found, FOLLOW_UPS, lambda one: one == item_id)


def _moved(
    found: Mapping[tuple[Wave, str], Tests],
    waves: tuple[Wave, Wave],
    wanted: Callable[[str], bool],
) -> Mastery:
    """Right or not at both moments, of the same people; the same version twice is no pair."""
    sides: list[dict[uuid.UUID, tuple[str, bool]]] = [
        {
            test.enrolment_id: (item_id, test.answers.get(item_id, NOT_GIVEN).right)
            for (wave, _), tests in found.items()
            if wave is side
            for test in tests.tests
            for item_id in test.wordings
            if wanted(item_id)
        }
        for side in waves
    ]
    first, second = sides
    both = [(first[who], second[who]) for who in first.keys() & second.keys()]
    return sum(
        (
            Mastery.one(before[1], after[1])
            for before, after in both
            if waves == FOLLOW_UPS or before[0] != after[0]
        ),
        Mastery(),
    )
