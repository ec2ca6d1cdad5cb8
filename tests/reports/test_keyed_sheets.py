"""Sheets keyed from paper stand beside tests taken on a screen: one analysis of both."""

from datetime import timedelta

from sqlalchemy.orm import Session

from elearn.cohorts.models import Mode
from elearn.courses.library import Library
from elearn.people.passwords import Keeper
from elearn.quizzes import booklets
from elearn.quizzes.states import State
from elearn.quizzes.waves import Source, Wave
from elearn.reports import roster
from elearn.reports.paired import Sources
from elearn.web.room import Room
from tests.cohort_life import close_for_all, enrolled, open_for_all, take
from tests.conftest import START, Story, tell
from tests.quizzes.keyed import key, printed
from tests.reports.test_cohort_report import LATER, report

CARDS = tuple(range(1, 13))


def on_paper(
    session: Session,
    story: Story,
    library: Library,
    cards: tuple[int, ...],
    rights: int,
    wave: Wave,
) -> None:
    printed(session, story, library, wave, cards)
    for sheet in booklets.sheets(session, story.cohort, wave):
        key(session, story, library, wave, sheet.card, right=rights, form=sheet.form)


def on_screen(
    session: Session,
    story: Story,
    library: Library,
    cards: tuple[int, ...],
    rights: int,
    wave: Wave,
) -> None:
    """The same answers on a screen: right first, then « Je ne sais pas »."""
    open_for_all(session, story, wave, START)
    for who in enrolled(session, story):
        if who.card_number in cards:
            take(
                session,
                library,
                story,
                who,
                wave,
                right_on=range(rights),
                unknown_on=range(rights, 8),
                now=START,
            )
    close_for_all(session, story, wave, START + timedelta(hours=1))


def both(session: Session, story: Story, library: Library, *, paper: tuple[int, ...]) -> None:
    for wave, rights in ((Wave.PRE, 3), (Wave.POST, 6)):
        on_paper(session, story, library, paper, rights, wave)
        screen = tuple(card for card in CARDS if card not in paper)
        if screen:
            on_screen(session, story, library, screen, rights, wave)


def test_paper_and_screen_are_analysed_together(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=12)
    both(session, story, library, paper=CARDS[:6])
    found = report(session, story, library)
    assert found.counted.both == 12
    assert found.sources == Sources(screen=6, paper=6, mixed=0, totals=0)
    assert found.sheets == 12
    points = found.analysis.gain.in_points()
    assert (points.mean_pre, points.mean_post) == (37.5, 75)
    assert [slot.pairs.n for slot in found.slots] == [12] * 8
    assert [(slot.pairs.before, slot.pairs.after) for slot in found.slots[:7]] == [
        *[(12, 12)] * 3,
        *[(0, 12)] * 3,
        (0, 0),
    ]
    assert found.unknown is not None
    assert (found.unknown.before, found.unknown.after) == (0.625, 0.25)


def test_the_same_answers_give_the_same_report_on_paper_and_on_screen(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=12)
    both(session, story, library, paper=CARDS)
    found = report(session, story, library)
    assert found.sources == Sources(screen=0, paper=12, mixed=0, totals=0)
    assert found.sheets == 12
    assert found.moves.up == 12
    assert found.counted.enrolled == found.counted.both == 12


def test_version_a_twice_is_shown_and_no_pair(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=12)
    for wave in (Wave.PRE, Wave.POST):
        printed(session, story, library, wave, CARDS)
        key(session, story, library, wave, 1, right=4, form="A")
    found = report(session, story, library)
    assert (found.counted.same_form, found.counted.both) == (1, 0)


def test_the_room_counts_a_keyed_sheet_as_sent(
    session: Session, story: Story, library: Library
) -> None:
    on_paper(session, story, library, (1,), 4, Wave.PRE)
    people = roster.members(session, story.cohort, ())
    assert people[0].sources == {Wave.PRE: Source.PAPER_ITEMS}
    room = Room.of(story.cohort, people, {}, LATER)
    assert room.sent == 1
    assert room.places[0].pre is State.SUBMITTED
