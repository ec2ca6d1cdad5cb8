"""Paper scores on Fatou's pages: sent, looked at, kept, sent again, corrected."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment
from elearn.db import writing
from elearn.installation.models import KeptFile
from elearn.quizzes.models import Attempt, PaperImport, ScoreChange
from tests.conftest import PASSWORD, START, Clock, Story
from tests.pages import Browser
from tests.web.paper_desk import (
    CORRECTED,
    FOUR,
    address,
    attempts,
    button,
    count,
    say_yes,
    send,
)

HCI = Path(__file__).parents[3] / "shared" / "validation" / "hci_prepost.csv"


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


# ------------------------------------------------------------------ who may


@pytest.mark.parametrize(("name", "status"), [("charlie", 404), ("claire", 403), ("boubacar", 403)])
def test_only_the_trainers_of_the_session_see_its_scores(
    browser: Browser, story: Story, name: str, status: int
) -> None:
    browser.sign_in_staff(name, PASSWORD)
    browser.get(address(story), expect=status)
    browser.post(address(story), {"maximum": "20"}, expect=status)
    browser.post(f"{address(story)}/correct", {"card": "1"}, expect=status)
    browser.get(f"{address(story)}/{story.cohort.id}", expect=status)


def test_awa_has_no_such_page(browser: Browser, story: Story) -> None:
    browser.sign_in(story.awas_card.code, story.awas_card.pin)
    browser.get(address(story), expect=403)


def test_a_session_that_is_not_there_is_not_found(fatou: Browser, story: Story) -> None:
    fatou.get(f"/fr/cohorts/{story.programme.id}/paper", expect=404)


# ------------------------------------------------------------------ a file


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_file_is_seen_first_and_kept_on_yes(
    fatou: Browser, story: Story, session: Session, language: str
) -> None:
    page = send(fatou, story, language=language)
    assert attempts(session) == []
    done = say_yes(fatou, page)
    assert attempts(session) == FOUR
    assert done.tree.get("lang") == language
    assert done.response.request.path == address(story, language)


def test_the_file_itself_is_not_kept_and_names_are_dropped(
    fatou: Browser, story: Story, session: Session
) -> None:
    table = "Nom,Téléphone,Carte,Avant,Après\nAwa Traoré,76123456,1,9,14\n".encode()
    send(fatou, story, table)
    (kept,) = session.scalars(select(KeptFile))
    assert b"Traor" not in kept.content
    assert b"76123456" not in kept.content
    assert kept.until is not None


def test_files_come_as_spreadsheets_write_them(
    fatou: Browser, story: Story, session: Session
) -> None:
    say_yes(fatou, send(fatou, story))
    for data in (
        "Carte;Avant;Après\r\n1;9,0;14\r\n2;3;12\r\n".encode("utf-8-sig"),
        "n° de carte\tscore.pre\tscore.post\n1\t9\t14\n2\t3\t12\n".encode("utf-16"),
        b"card,before,after\n2,3,12\n1,9,14\n",
        b"id,scorePre,scorePost\n1,9,14\n2,3,12\n",
    ):
        assert button(send(fatou, story, data)) is None, "something else was read"


def test_a_workbook_is_read_too(fatou: Browser, story: Story, session: Session) -> None:
    book = Workbook()
    for row in (("Numéro", "Pré", "Post"), (1, 9, 14), (2, 3, 12)):
        book.active.append(row)
    saved = BytesIO()
    book.save(saved)
    say_yes(fatou, send(fatou, story, saved.getvalue(), name="scores.xlsx"))
    assert attempts(session) == FOUR


def test_the_same_file_twice_changes_nothing_and_says_so(
    fatou: Browser, story: Story, session: Session
) -> None:
    say_yes(fatou, send(fatou, story))
    assert button(send(fatou, story)) is None
    assert count(session, PaperImport) == 1


def test_yes_said_twice_is_yes_said_once(fatou: Browser, story: Story, session: Session) -> None:
    page = send(fatou, story)
    say_yes(fatou, page)
    say_yes(fatou, page)
    assert (count(session, PaperImport), count(session, ScoreChange)) == (1, 4)


def test_a_corrected_file_shows_what_changes_and_its_history_stays(
    fatou: Browser, story: Story, session: Session
) -> None:
    say_yes(fatou, send(fatou, story))
    page = send(fatou, story, CORRECTED)
    assert re.search(r"14\D.*15\D", page.text)
    done = say_yes(fatou, page)
    assert (1, "post", 15) in attempts(session)
    assert "14 → 15" in done.text


def test_a_yes_to_what_is_no_longer_so_shows_the_preview_again(
    fatou: Browser, story: Story, session: Session
) -> None:
    page = send(fatou, story, CORRECTED)
    say_yes(fatou, send(fatou, story))
    say_yes(fatou, page, expect=409)
    assert attempts(session) == FOUR


def test_a_yes_to_other_bytes_keeps_nothing(fatou: Browser, story: Story, session: Session) -> None:
    say_yes(fatou, send(fatou, story), sha256="0" * 64)
    assert attempts(session) == []


def test_a_score_is_taken_back_only_with_its_tick(
    fatou: Browser, story: Story, session: Session
) -> None:
    say_yes(fatou, send(fatou, story))
    page = send(fatou, story, b"Carte;Avant;Apr\xe8s\r\n1;;14\r\n")
    say_yes(fatou, page)
    assert attempts(session) == FOUR
    say_yes(fatou, page, withdraw="yes")
    assert (1, "pre", 9) not in attempts(session)


# ------------------------------------------------------------------ files that cannot be taken


@pytest.mark.parametrize("language", ["fr", "en"])
def test_problems_stand_by_row_and_column_all_at_once(
    fatou: Browser, story: Story, session: Session, language: str
) -> None:
    rows = ["1;21;x", "1;4;5", "99;1;2", "2;;", "3,5;-1;2,5"]
    table = "\n".join(["Carte;Avant;Après", *rows]).encode()
    page = send(fatou, story, table, language=language, expect=422)
    body = page.tree.iter("{http://www.w3.org/1999/xhtml}th")
    numbers = [
        re.sub(r"\D", "", "".join(cell.itertext())) for cell in body if cell.get("scope") == "row"
    ]
    assert numbers == ["2", "2", "3", "4", "5", "6", "6", "6"]
    assert "21" in page.text
    assert attempts(session) == []


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "scores.csv"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "photo.png"),
        (b"Carte;Avant\n1;2;3\n", "scores.csv"),
        (b"x" * 5_000_001, "scores.csv"),
        (b"PK\x03\x04nothing", "scores.xlsx"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_everything_else_kept(
    fatou: Browser, story: Story, session: Session, data: bytes, name: str
) -> None:
    page = send(fatou, story, data, name=name, same="yes", expect=422)
    sent = page.values()
    assert (sent["maximum"], sent["same"]) == (["20"], ["yes"])
    assert count(session, KeptFile) == 0


def test_a_table_of_thousands_of_rows_or_of_endless_cells_is_answered(
    fatou: Browser, story: Story
) -> None:
    many = "".join(f"{card},1,2\n" for card in range(5000))
    send(fatou, story, f"card,pre,post\n{many}".encode(), expect=422)
    page = send(fatou, story, f"card,pre,post\n1,{'x' * 100_000},2\n".encode(), expect=422)
    assert len(page.html) < 50_000
    send(fatou, story, f"card,pre {'x' * 100_000},post\n1,2,3\n".encode())


def test_a_file_over_the_limit_of_a_request_is_too_large(fatou: Browser, story: Story) -> None:
    send(fatou, story, b"x" * 6_000_000, expect=413)


def test_no_file_is_no_file(fatou: Browser, story: Story) -> None:
    fatou.post(address(story), {"maximum": "20", "same": "no"}, expect=422)


def test_a_wrong_maximum_is_asked_for_again_with_the_file_still_there(
    fatou: Browser, story: Story, session: Session
) -> None:
    for maximum in ("", "0", "-3", "12,5", "vingt", "501", "²", "9" * 40):
        page = send(fatou, story, maximum=maximum, expect=422)
        assert page.values()["maximum"] == [maximum[:20]]
    settings = "?maximum=20&same=no&card=Carte&before=Avant&after=Apr%C3%A8s"
    say_yes(fatou, fatou.get(page.response.request.path + settings))
    assert attempts(session) == FOUR


def test_whether_the_questions_were_the_same_must_be_said(fatou: Browser, story: Story) -> None:
    for same in ("", "perhaps"):
        send(fatou, story, same=same, expect=422)


def test_a_preview_lasts_an_hour(fatou: Browser, story: Story, clock: Clock) -> None:
    page = send(fatou, story)
    clock.forward(hours=1)
    say_yes(fatou, page, expect=410)


def test_a_preview_of_another_session_is_not_to_be_had(
    fatou: Browser, story: Story, session: Session
) -> None:
    send(fatou, story)
    (kept,) = session.scalars(select(KeptFile))
    with writing(session):
        session.get_one(KeptFile, kept.id).name = str(story.programme.id)
    fatou.get(f"{address(story)}/{kept.id}", expect=410)


def test_an_import_that_the_database_refuses_leaves_no_row(
    fatou: Browser, story: Story, session: Session
) -> None:
    many = "\n".join(f"{19 if row in (7, 500) else row % 7},5" for row in range(1, 501))
    page = send(fatou, story, f"pre,post\n{many}\n".encode())
    ordered = fatou.get(
        page.response.request.path + "?maximum=20&same=no&card=&before=pre&after=post&order=yes"
    )
    index = "CREATE UNIQUE INDEX one_19 ON attempt (points) WHERE points = 19"
    with session.get_bind().begin() as schema:  # type: ignore[union-attr]
        schema.execute(text(index))
    try:
        say_yes(fatou, ordered, expect=409)
        assert [count(session, table) for table in (Attempt, PaperImport, ScoreChange)] == [0, 0, 0]
        assert count(session, Enrolment) == 2
    finally:
        session.rollback()
        with session.get_bind().begin() as schema:  # type: ignore[union-attr]
            schema.execute(text("DROP INDEX one_19"))


# ------------------------------------------------------------------ columns


def test_columns_that_say_nothing_are_chosen_on_the_way(
    fatou: Browser, story: Story, session: Session
) -> None:
    page = send(fatou, story, b"a,b,c\n1,9,14\n2,3,12\n")
    path = page.response.request.path
    settings = "?maximum=20&same=no"
    fatou.get(f"{path}{settings}&card=a&before=b&after=b", expect=422)
    fatou.get(f"{path}{settings}&card=a&before=&after=", expect=422)
    fatou.get(f"{path}{settings}&card=&before=b&after=c", expect=422)
    say_yes(fatou, fatou.get(f"{path}{settings}&card=a&before=b&after=c"))
    assert attempts(session) == FOUR


def test_rows_in_their_order_need_a_tick_and_add_people(
    fatou: Browser, story: Story, session: Session
) -> None:
    page = send(fatou, story, b"pre,post\n9,14\n3,12\n7,8\n")
    assert attempts(session) == []
    settings = "?maximum=20&same=no&card=&before=pre&after=post&order=yes"
    say_yes(fatou, fatou.get(page.response.request.path + settings))
    assert attempts(session) == [*FOUR, (3, "post", 8), (3, "pre", 7)]


def test_rows_in_their_order_bring_nobody_into_a_closed_session(
    fatou: Browser, story: Story, session: Session
) -> None:
    page = send(fatou, story, b"pre,post\n9,14\n3,12\n7,8\n")
    settings = "?maximum=20&same=no&card=&before=pre&after=post&order=yes"
    with writing(session):
        session.get_one(Cohort, story.cohort.id).closed_at = START
    say_yes(fatou, fatou.get(page.response.request.path + settings), expect=409)
    assert attempts(session) == []


# ------------------------------------------------------------------ real scores


@pytest.mark.skipif(not HCI.exists(), reason="the validation data stand beside a checkout only")
def test_the_sixteen_real_pairs_come_in(fatou: Browser, story: Story, session: Session) -> None:
    page = send(fatou, story, HCI.read_bytes(), expect=422)  # fourteen cards are unknown
    settings = "?maximum=20&same=no&card=&before=score.pre&after=score.post&order=yes"
    say_yes(fatou, fatou.get(page.response.request.path + settings))
    assert len(attempts(session)) == 32
    gain = fatou.get(f"/en/cohorts/{story.cohort.id}/gain").text
    # The reference: 10.625 to 12.9375 of 20.
    assert "53%" in gain
    assert "65%" in gain
