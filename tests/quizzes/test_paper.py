"""Paper totals: read, compared, kept whole or not at all, with their history."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.models import Enrolment
from elearn.courses.library import Library
from elearn.db import writing
from elearn.interchange.tables import number_of, read_table
from elearn.people.models import AuditEntry, Person
from elearn.quizzes import attempts, paper, paper_history, paper_sheet
from elearn.quizzes.models import Attempt, PaperImport, ScoreChange
from elearn.quizzes.paper_changes import (
    AnotherOrder,
    Changes,
    Declined,
    NumberMissing,
    Score,
    Sheet,
    TakenOnScreen,
    UnknownCard,
)
from elearn.quizzes.paper_sheet import (
    AboveMaximum,
    Columns,
    Row,
)
from elearn.quizzes.waves import Source, Wave
from tests.conftest import START, Story

WAVES = (Wave.PRE, Wave.POST)
HCI = Path(__file__).parents[3] / "shared" / "validation" / "hci_prepost.csv"


def sheet(*rows: tuple[int, int | None, int | None], **said: object) -> Sheet:
    """Rows of (card, before, after) on tests of 20 with other questions."""
    numbered = tuple(Row(number, *row) for number, row in enumerate(rows, start=2))
    given = {"waves": WAVES, "maximum": 20, "same_questions": False, **said}
    return Sheet(numbered, **given)  # type: ignore[arg-type]


def keep(
    session: Session, story: Story, brought: Sheet, *, withdraw: bool = False
) -> PaperImport | None:
    changes = paper.compare(session, story.cohort.id, brought)
    with writing(session):
        return paper.accept(
            session,
            story.cohort.id,
            brought,
            paper.Seen(changes.digest, withdraw),
            sha256=b"s" * 32,
            actor=story.fatou,
            random=Random(1),
            now=START,
        )


def kept(session: Session) -> dict[tuple[int, Wave], int]:
    """The totals that stand, by card and test."""
    session.expire_all()
    rows = session.execute(
        select(Enrolment.card_number, Attempt.wave, Attempt.points)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .where(Attempt.deleted_at.is_(None))
    )
    return {(card, wave): points for card, wave, points in rows}


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


# ------------------------------------------------------------------ keeping


def test_totals_are_kept_as_attempts_without_answers(session: Session, story: Story) -> None:
    keep(session, story, sheet((1, 9, 14), (2, None, 12)))
    assert kept(session) == {(1, Wave.PRE): 9, (1, Wave.POST): 14, (2, Wave.POST): 12}
    for attempt in session.scalars(select(Attempt)):
        assert attempt.source is Source.PAPER_TOTAL
        assert (attempt.maximum, attempt.unknown, attempt.form) == (20, None, None)
        assert attempt.submitted_at == START
    assert count(session, ScoreChange) == 3
    acts = session.scalars(select(AuditEntry.act)).all()
    assert acts == ["paper-scores-imported"]


def test_nothing_is_kept_by_looking(session: Session, story: Story) -> None:
    changes = paper.compare(session, story.cohort.id, sheet((1, 9, 14)))
    assert [(one.card, one.wave, one.before) for one in changes.new] == [
        (1, Wave.PRE, None),
        (1, Wave.POST, None),
    ]
    assert count(session, Attempt) == 0


def test_the_same_sheet_twice_changes_nothing(session: Session, story: Story) -> None:
    keep(session, story, sheet((1, 9, 14)))
    assert keep(session, story, sheet((1, 9, 14))) is None
    assert (count(session, PaperImport), count(session, ScoreChange)) == (1, 2)


def test_a_corrected_sheet_shows_what_changes_and_keeps_the_history(
    session: Session, story: Story
) -> None:
    keep(session, story, sheet((1, 9, 14), (2, 3, 4)))
    changes = paper.compare(session, story.cohort.id, sheet((1, 9, 15), (2, 3, 4)))
    (corrected,) = changes.corrected
    assert (corrected.card, corrected.before, corrected.after) == (1, Score(14, 20), Score(15, 20))
    assert len(changes.unchanged) == 3
    keep(session, story, sheet((1, 9, 15), (2, 3, 4)))
    assert kept(session)[1, Wave.POST] == 15
    latest, first = sorted(
        paper_history.read(session, story.cohort.id),
        key=lambda event: isinstance(event, paper_history.Sheet) and event.new,
    )
    assert isinstance(latest, paper_history.Sheet)
    assert isinstance(first, paper_history.Sheet)
    assert [(one.before, one.after) for one in latest.corrections] == [(14, 15)]
    assert (latest.by, first.new) == ("fatou", 4)


def test_another_maximum_is_a_change(session: Session, story: Story) -> None:
    keep(session, story, sheet((1, 9, 14)))
    keep(session, story, sheet((1, 9, 14), maximum=25))
    assert set(session.scalars(select(Attempt.maximum))) == {25}


def test_an_empty_cell_takes_a_score_back_only_when_the_trainer_says_so(
    session: Session, story: Story
) -> None:
    keep(session, story, sheet((1, 9, 14)))
    assert keep(session, story, sheet((1, None, 14))) is None
    assert kept(session)[1, Wave.PRE] == 9
    keep(session, story, sheet((1, None, 14)), withdraw=True)
    assert kept(session) == {(1, Wave.POST): 14}


def test_a_score_taken_back_can_be_brought_in_again(session: Session, story: Story) -> None:
    for _ in range(2):
        keep(session, story, sheet((1, 9, 14)))
        keep(session, story, sheet((1, None, 14)), withdraw=True)
    keep(session, story, sheet((1, 10, 14)))
    assert kept(session)[1, Wave.PRE] == 10


def test_another_answer_about_the_questions_is_a_change_and_vouches_for_every_score(
    session: Session, story: Story
) -> None:
    keep(session, story, sheet((1, 9, 14)))
    second = keep(session, story, sheet((1, 9, 14), same_questions=True))
    assert second is not None
    told = session.scalars(select(ScoreChange).where(ScoreChange.import_id == second.id)).all()
    assert len(told) == 2
    assert keep(session, story, sheet((1, 9, 14), same_questions=True)) is None
    last = paper.latest_import(session, story.cohort.id)
    assert last is not None
    assert last.same_questions


def test_unknown_cards_and_declined_people_are_problems(session: Session, story: Story) -> None:
    with writing(session):
        awa = session.scalars(select(Enrolment).where(Enrolment.card_number == 1)).one()
        awa.declined_at = START
    changes = paper.compare(session, story.cohort.id, sheet((1, 9, 14), (99, 1, 2)))
    assert changes.problems == (Declined(2, 1), UnknownCard(3, 99))
    with pytest.raises(paper.Refused):
        keep(session, story, sheet((1, 9, 14), (99, 1, 2)))
    assert count(session, Attempt) == 0


def awa_takes_the_pretest(session: Session, story: Story, library: Library) -> None:
    course = library.courses[story.cohort.course_id]
    awa = session.scalars(select(Enrolment).where(Enrolment.card_number == 1)).one()
    item = library.modules_of(course)[0].items[0]
    with writing(session):
        awa.consent_version, awa.consented_at = "1", START
        attempts.open_test(session, story.cohort.id, Wave.PRE, START)
        attempts.start(
            session,
            awa,
            Wave.PRE,
            steps=(),
            items_of=lambda form: [item],
            language="fr",
            now=START,
        )


def test_a_test_on_a_screen_is_never_overwritten(
    session: Session, story: Story, library: Library
) -> None:
    awa_takes_the_pretest(session, story, library)
    changes = paper.compare(session, story.cohort.id, sheet((1, 9, 14)))
    assert changes.problems == (TakenOnScreen(2, 1, Wave.PRE),)
    keep(session, story, sheet((1, None, 14)), withdraw=True)
    sources = {one.wave: one.source for one in session.scalars(select(Attempt))}
    assert sources == {Wave.PRE: Source.SCREEN, Wave.POST: Source.PAPER_TOTAL}


def test_a_test_taken_back_can_be_taken_on_a_screen(
    session: Session, story: Story, library: Library
) -> None:
    keep(session, story, sheet((1, 9, None)))
    keep(session, story, sheet((1, None, 5)), withdraw=True)
    awa_takes_the_pretest(session, story, library)
    assert kept(session)[1, Wave.PRE] == 0


# ------------------------------------------------------------------ in the order of the rows


def test_rows_in_order_add_the_people_that_are_missing(session: Session, story: Story) -> None:
    keep(session, story, sheet((1, 1, 2), (2, 3, 4), (3, 5, 6), in_order=True))
    assert kept(session)[3, Wave.POST] == 6
    newcomer = session.scalars(
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.card_number == 3)
    ).one()
    assert newcomer.secret is None
    assert newcomer.code


def test_rows_in_order_can_come_again_and_corrected(session: Session, story: Story) -> None:
    keep(session, story, sheet((1, 1, 2), (2, 3, 4), in_order=True))
    assert keep(session, story, sheet((1, 1, 2), (2, 3, 4), in_order=True)) is None
    assert keep(session, story, sheet((1, 1, 2), (2, 3, 5), in_order=True)) is not None


def test_rows_in_another_order_or_for_more_people_are_refused(
    session: Session, story: Story
) -> None:
    keep(session, story, sheet((1, 1, 2), (2, 3, 4), in_order=True))
    turned = sheet((1, 3, 4), (2, 1, 2), in_order=True)
    longer = sheet((1, 1, 2), (2, 3, 4), (3, 5, 6), in_order=True)
    for brought in (turned, longer):
        changes = paper.compare(session, story.cohort.id, brought)
        assert changes.problems == (AnotherOrder(2),)


@pytest.mark.parametrize("card", [1, 2])
def test_rows_in_order_need_a_card_column_where_a_number_is_missing(
    session: Session, story: Story, card: int
) -> None:
    with writing(session):
        session.scalars(
            select(Enrolment).where(Enrolment.card_number == card)
        ).one().deleted_at = START
    brought = sheet((1, 1, 2), (2, 3, 4), in_order=True)
    assert paper.compare(session, story.cohort.id, brought).problems == (NumberMissing(2),)


def test_nobody_joins_a_closed_session(session: Session, story: Story) -> None:
    with writing(session):
        session.add(story.cohort)
        story.cohort.closed_at = START
    with pytest.raises(CohortClosed):
        keep(session, story, sheet((1, 1, 2), (2, 3, 4), (3, 5, 6), in_order=True))
    assert count(session, Attempt) == 0


# ------------------------------------------------------------------ whole or not at all


def test_what_changed_since_the_preview_is_not_kept(session: Session, story: Story) -> None:
    seen = paper.compare(session, story.cohort.id, sheet((1, 9, 15)))
    keep(session, story, sheet((1, 9, 14)))
    with pytest.raises(paper.ChangedMeanwhile), writing(session):
        paper.accept(
            session,
            story.cohort.id,
            sheet((1, 9, 15)),
            paper.Seen(seen.digest),
            sha256=b"s" * 32,
            actor=story.fatou,
            random=Random(1),
            now=START,
        )
    assert kept(session)[1, Wave.POST] == 14


def test_a_double_click_at_the_same_moment_keeps_the_sheet_once(
    engine: Engine, session: Session, story: Story
) -> None:
    brought = sheet((1, 9, 14), (2, 3, 4), (3, 5, 6), in_order=True)
    digest = paper.compare(session, story.cohort.id, brought).digest
    cohort_id, fatou_id = story.cohort.id, story.fatou.id
    session.rollback()
    together = Barrier(2)

    def click(seed: int) -> bool:
        with Session(engine) as own:
            together.wait(timeout=10)
            with writing(own):
                made = paper.accept(
                    own,
                    cohort_id,
                    brought,
                    paper.Seen(digest),
                    sha256=b"s" * 32,
                    actor=own.get_one(Person, fatou_id),
                    random=Random(seed),
                    now=START,
                )
                return made is not None

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(click, (1, 2))) == [False, True]
    assert (count(session, PaperImport), count(session, Attempt)) == (1, 6)
    assert count(session, Enrolment) == 3


def test_an_import_that_fails_at_row_500_leaves_no_row(session: Session, story: Story) -> None:
    with session.get_bind().begin() as schema:  # type: ignore[union-attr]
        schema.execute(text("CREATE UNIQUE INDEX one_19 ON attempt (points) WHERE points = 19"))
    many = [(card, 19 if card in (3, 500) else card % 7, 5) for card in range(1, 501)]
    try:
        with pytest.raises(IntegrityError):
            keep(session, story, sheet(*many, in_order=True))
        tables = (Attempt, PaperImport, ScoreChange, AuditEntry)
        assert [count(session, table) for table in tables] == [0, 0, 0, 0]
        assert count(session, Enrolment) == 2
    finally:
        session.rollback()
        with session.get_bind().begin() as schema:  # type: ignore[union-attr]
            schema.execute(text("DROP INDEX one_19"))


# ------------------------------------------------------------------ one corrected score


def look(session: Session, story: Story, card: int, points: int | None) -> Changes:
    return paper.correction(session, story.cohort.id, card, Wave.POST, points)


def correct(session: Session, story: Story, card: int, points: int | None) -> bool:
    seen = look(session, story, card, points).digest
    with writing(session):
        return paper.correct(
            session,
            story.cohort.id,
            card,
            Wave.POST,
            points,
            seen=seen,
            reason="deux réponses mal comptées",
            actor=story.fatou,
            now=START,
        )


def test_one_corrected_score_keeps_its_reason(session: Session, story: Story) -> None:
    keep(session, story, sheet((1, 9, 14)))
    assert correct(session, story, 1, 16)
    assert not correct(session, story, 1, 16)
    assert kept(session)[1, Wave.POST] == 16
    (told,) = (
        event
        for event in paper_history.read(session, story.cohort.id)
        if isinstance(event, paper_history.Correction)
    )
    assert (told.entry.before, told.entry.after) == (14, 16)
    assert told.reason == "deux réponses mal comptées"
    reasons = session.scalars(select(AuditEntry.reason)).all()
    assert "deux réponses mal comptées" in reasons


def test_one_score_can_be_added_or_taken_back(session: Session, story: Story) -> None:
    keep(session, story, sheet((1, 9, 14)))
    correct(session, story, 2, 11)
    correct(session, story, 1, None)
    assert kept(session) == {(1, Wave.PRE): 9, (2, Wave.POST): 11}


def test_a_correction_needs_a_card_and_a_score_within_the_maximum(
    session: Session, story: Story
) -> None:
    keep(session, story, sheet((1, 9, 14)))
    assert look(session, story, 99, 3).problems == (UnknownCard(0, 99),)
    assert look(session, story, 1, 21).problems == (AboveMaximum(0, "", "21", 20),)


def test_nothing_can_be_corrected_before_a_file_said_the_maximum(
    session: Session, story: Story
) -> None:
    with pytest.raises(paper.NoPaperYet):
        look(session, story, 1, 3)


# ------------------------------------------------------------------ real scores


@pytest.mark.skipif(not HCI.exists(), reason="the validation data stand beside a checkout only")
def test_the_sixteen_real_pairs_are_stored(session: Session, story: Story) -> None:
    table = read_table(HCI.read_bytes(), HCI.name)
    columns = Columns(None, "score.pre", "score.post")
    reading = paper_sheet.read(table.rows, columns, 20, number_of)
    assert reading.problems == ()
    keep(session, story, Sheet(reading.rows, WAVES, 20, same_questions=False, in_order=True))
    totals = kept(session)
    assert len(totals) == 32
    expected = [(int(row.cells["score.pre"]), int(row.cells["score.post"])) for row in table.rows]
    assert [(totals[n, Wave.PRE], totals[n, Wave.POST]) for n in range(1, 17)] == expected
