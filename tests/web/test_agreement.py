"""Screen, CSV, XLSX and PDF show the same figures, cell by cell, or the comparison fails."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_FLOOR, Decimal

import pytest
from sqlalchemy.orm import Session

from elearn.cohorts import attendance
from elearn.cohorts.models import Half, Mode
from elearn.courses.library import Library
from elearn.db import writing
from elearn.documents import figure_csv, figure_workbook, report_sheet
from elearn.documents.figure_workbook import Shown
from elearn.documents.words import Words, words
from elearn.people.passwords import Keeper
from elearn.quizzes.waves import Wave
from elearn.reports.figures import Figure
from tests import figure_files
from tests.cohort_life import close_for_all, enrolled, open_for_all, paper_totals, take
from tests.conftest import PASSWORD, START, Story, tell
from tests.figure_files import Cells
from tests.pages import SAME_ORIGIN, Browser

pytestmark = pytest.mark.agreement

FORMATS = ("csv", "xlsx", "pdf")
READERS: dict[str, Callable[[bytes, Words], Cells]] = {
    "csv": figure_files.of_csv,
    "xlsx": figure_files.of_xlsx,
    "pdf": figure_files.of_pdf,
}
# Uneven on purpose: means, shares and intervals that rounding changes.
TOTALS = [(4, 9), (6, 8), (10, 10), (12, 11), (5, 12), (8, 15), (9, 14), (11, 17), (7, 13), (3, 16)]
TOTALS += [(13, 15), (2, 5), (9, 13)]


def on_screen(session: Session, library: Library, keeper: Keeper, cards: int = 13) -> Story:
    """A session whose people took both tests on screen, one of them the first alone."""
    story = tell(session, keeper, Mode.ROOM, cards=cards)
    people = enrolled(session, story)
    for wave in (Wave.PRE, Wave.POST):
        open_for_all(session, story, wave, START)
        for place, who in enumerate(people):
            right = range(1 + place % 4) if wave is Wave.PRE else range(3 + place % 5)
            if wave is Wave.PRE or place:
                take(session, library, story, who, wave, right_on=right, unknown_on=(7,), now=START)
        close_for_all(session, story, wave, START)
    with writing(session):
        for half in Half:
            there = range(1, cards + 1 if half is Half.MORNING else cards)
            attendance.tick(session, story.cohort.id, (date(2026, 11, 16), half), there, 210)
    return story


def on_paper(session: Session, keeper: Keeper) -> Story:
    """A session whose totals came from paper, long enough for a standard."""
    story = tell(session, keeper, Mode.ROOM, cards=14)
    paper_totals(session, story, [*TOTALS, (5, None)], now=START)
    return story


class Out:
    """What Fatou reads and takes out of her session."""

    def __init__(self, browser: Browser, story: Story, language: str) -> None:
        self.browser, self.words = browser, words(language)
        self.address = f"/{language}/cohorts/{story.cohort.id}"

    def read(self, renderer: str) -> Cells:
        """The figures of the page or of one of the team's files."""
        if renderer != "page":
            return READERS[renderer](self.file(renderer), self.words)
        pages = [self.browser.get(f"{self.address}/{name}") for name in ("gain", "attendance")]
        marked = [each for one in pages for each in one.tree.iter() if each.get("data-figure")]
        return figure_files.of_page(
            (str(each.get("data-figure")), "".join(each.itertext())) for each in marked
        )

    def file(self, kind: str) -> bytes:
        """The team's file."""
        sent = self.browser.client.post(
            f"{self.address}/out/team", data={"kept": "y", "kind": kind}, headers=SAME_ORIGIN
        )
        assert sent.status_code == 200
        return sent.data

    def disagreements(self, found: dict[str, Cells]) -> dict[str, list[Decimal | None]]:
        """The figures that are not the same everywhere; the page may show fewer, not others."""
        names = {name for cells in found.values() for name in cells}
        return {
            name: [cells.get(name) for cells in found.values()]
            for name in sorted(names)
            if len({cells.get(name) for kind, cells in found.items() if kind != "page"}) > 1
            or found["page"].get(name, found["csv"].get(name)) != found["csv"].get(name)
        }


def planted(renderer: str) -> Iterator[tuple[object, str, object]]:
    """A change of rounding in one renderer alone: where, which name, and what instead."""

    def down(value: Decimal) -> Decimal:
        return value.quantize(Decimal(1), rounding=ROUND_FLOOR)

    number, shown, sheet = figure_csv.number, report_sheet.shown, figure_workbook.shown
    if renderer == "page":
        written = Words.number
        yield Words, "number", lambda self, value, digits=0: written(self, down(Decimal(value)))
    if renderer == "csv":
        yield figure_csv, "number", lambda value, spoken: number(down(value), spoken)
    if renderer == "pdf":

        def printed(figure: Figure, value: object, spoken: Words) -> str:
            return shown(figure, down(Decimal(str(float(value)))), spoken)  # type: ignore[arg-type]

        yield report_sheet, "shown", printed
    if renderer == "xlsx":

        def cell(figure: Figure, value: object) -> Shown:
            found = sheet(figure, value)  # type: ignore[arg-type]
            return Shown(down(found.value * 10) / 10, found.format)

        yield figure_workbook, "shown", cell


def test_a_change_of_rounding_in_any_one_of_the_four_is_noticed(
    browser: Browser,
    session: Session,
    library: Library,
    keeper: Keeper,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = Out(browser, on_screen(session, library, keeper), "fr")
    found = agreed(out)
    for renderer in ("page", *FORMATS):
        with monkeypatch.context() as changed:
            for place, name, instead in planted(renderer):
                changed.setattr(place, name, instead)
            other = {**found, renderer: out.read(renderer)}
        assert out.disagreements(other), renderer


def test_scores_from_paper_agree_too_with_their_standard(
    browser: Browser, session: Session, keeper: Keeper
) -> None:
    found = agreed(Out(browser, on_paper(session, keeper), "en"))
    assert {"standard.before", "standard.change.low", "gain.no-change"} <= set(found["pdf"])


def agreed(out: Out) -> dict[str, Cells]:
    """What the page and the files say, which is the same."""
    out.browser.sign_in_staff("fatou", PASSWORD)
    found = {renderer: out.read(renderer) for renderer in ("page", *FORMATS)}
    assert len(found["csv"]) > len(found["page"]) > 20
    assert out.disagreements(found) == {}
    by_poppler = figure_files.of_pdftotext(out.file("pdf"), out.words)
    assert by_poppler in (None, found["pdf"])
    return found
