"""The address to which a test's page sends each answer at once."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.app import LARGEST_REQUEST, create_app
from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people import signing_in
from elearn.people.models import SignIn
from elearn.quizzes import attempts
from elearn.quizzes.models import Answer, Attempt, Response
from elearn.quizzes.states import GRACE
from elearn.quizzes.waves import Wave
from elearn.quizzes.wordings import Wordings, remember
from elearn.web.database import database
from elearn.web.house import House
from tests.conftest import MODULE, START, Clock, Story
from tests.pages import SAME_ORIGIN, Browser
from tests.quizzes.rewording import reworded
from tests.quizzes.taken import Statements, asked, key_of
from tests.web.walk import begin, hand_in

WRITER = "a1" * 16


@dataclass
class Phone:
    """Awa's telephone with her pre-test open: what its script sends."""

    browser: Browser
    attempt: Attempt
    items: list[Item]

    @property
    def single(self) -> Item:
        """A question with one right answer."""
        return next(item for item in self.items if item.kind == "single")

    def answer(self, item: Item | None = None, choice: object = ..., **other: object) -> Any:
        """One answer as the script writes it."""
        item = item or self.single
        return {
            "id": uuid.uuid4().hex,
            "item": item.id,
            "choice": key_of(item) if choice is ... else choice,
            "writer": WRITER,
            "number": 1,
            "at": "2026-11-16T08:00:01.000Z",
            **other,
        }

    def send(self, *answers: object, attempt: object = None) -> tuple[int, dict[str, Any]]:
        """Send answers; the status, and what was said."""
        return self.post({"attempt": attempt or self.attempt.id.hex, "answers": list(answers)})

    def post(self, body: object) -> tuple[int, dict[str, Any]]:
        """Send anything as JSON."""
        return self.raw(json.dumps(body).encode())

    def raw(self, body: bytes, **headers: str) -> tuple[int, dict[str, Any]]:
        """Send any bytes at all."""
        response = self.browser.client.post(
            "/answers",
            data=body,
            headers={"Content-Type": "application/json", **SAME_ORIGIN, **headers},
        )
        return response.status_code, response.get_json(silent=True) or {}


@pytest.fixture
def phone(browser: Browser, online_story: Story, session: Session, library: Library) -> Phone:
    card = online_story.awas_card
    browser.sign_in(card.code, card.pin)
    begin(browser, "pre")
    attempt = session.scalars(select(Attempt)).one()
    return Phone(browser, attempt, asked(attempt, library))


def sums(session: Session) -> tuple[int, int, int | None]:
    session.rollback()
    kept = session.scalars(select(Attempt).execution_options(populate_existing=True)).first()
    assert kept is not None
    return kept.answered, kept.points, kept.unknown


def arrived(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(Answer.id))) or 0


# ------------------------------------------------------------------ kept


def test_each_kind_of_answer_is_kept_when_it_is_given(phone: Phone, session: Session) -> None:
    for place, item in enumerate(phone.items, 1):
        status, said = phone.send(phone.answer(item))
        assert (status, said["said"]) == (200, "kept")
        assert sums(session) == (place, place, 0)
    assert said["at"] == START.isoformat()


def test_a_whole_queue_is_kept_in_one_request_and_again_changes_nothing(
    phone: Phone, session: Session
) -> None:
    queue = [phone.answer(item, None) for item in phone.items]
    for _ in range(2):
        assert phone.send(*queue)[0] == 200
        assert (sums(session), arrived(session)) == ((8, 0, 8), 8)


def test_a_telephone_with_a_wrong_clock_or_none_is_heard(phone: Phone, session: Session) -> None:
    clocks: list[object] = [
        None,
        "",
        "yesterday",
        17,
        {},
        "2026-11-16T08:00:01",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T23:59:59+00:00",
        "0001-01-01T00:00:00+00:00",
    ]
    for number, at in enumerate(clocks):
        assert phone.send(phone.answer(at=at, number=number))[0] == 200, at
    rows = session.scalars(select(Answer)).all()
    assert len(rows) == len(clocks)
    assert {row.given_at.year for row in rows if row.given_at} == {2026}


# ------------------------------------------------------------------ refused


def test_signed_out_or_expired_she_is_asked_to_come_in_again(
    phone: Phone, session: Session, clock: Clock
) -> None:
    one = phone.answer()
    stranger = replace(phone, browser=phone.browser.another())
    assert stranger.send(one) == (401, {"said": "signed-out"})
    stranger.browser.client.set_cookie("danbe", "0" * 64)
    assert stranger.send(one) == (401, {"said": "signed-out"})
    clock.now = session.scalars(select(SignIn.expires_at)).one()
    assert phone.send(one) == (401, {"said": "signed-out"})
    assert arrived(session) == 0


def test_somebody_else_s_test_is_not_there(
    phone: Phone, online_story: Story, session: Session
) -> None:
    moussa = replace(phone, browser=phone.browser.another())
    card = online_story.moussas_card
    moussa.browser.sign_in(card.code, card.pin)
    assert moussa.send(phone.answer()) == (404, {"said": "not-yours"})
    assert phone.send(phone.answer(), attempt=uuid.uuid4().hex) == (404, {"said": "not-yours"})
    assert (arrived(session), sums(session)) == (0, (0, 0, 0))


@pytest.mark.parametrize("who", ["fatou", "claire", "boubacar", "charlie"])
def test_no_role_of_the_staff_answers_for_her(phone: Phone, session: Session, who: str) -> None:
    staff = replace(phone, browser=phone.browser.another())
    staff.browser.client.post(
        "/fr/staff", data={"username": who, "password": "une longue phrase"}, headers=SAME_ORIGIN
    )
    assert staff.send(phone.answer())[0] == 404
    assert arrived(session) == 0


def test_after_she_has_sent_it_nothing_changes_her_score(phone: Phone, session: Session) -> None:
    phone.send(phone.answer())
    hand_in(phone.browser, "pre")
    before = sums(session)
    late = phone.answer(choice=[phone.single.distractors[0].id], number=9)
    assert phone.send(late) == (409, {"said": "submitted"})
    assert (sums(session), arrived(session)) == (before, 1)


def test_after_closing_answers_are_taken_for_a_quarter_of_an_hour(
    phone: Phone, online_story: Story, session: Session, clock: Clock
) -> None:
    with writing(session):
        attempts.open_test(session, online_story.cohort.id, Wave.PRE, clock.now)
        attempts.close_test(session, online_story.cohort.id, Wave.PRE, clock.forward(hours=1))
    clock.now += GRACE
    assert phone.send(phone.answer())[0] == 200
    clock.forward(seconds=1)
    assert phone.send(phone.answer(number=2)) == (202, {"said": "late"})
    assert sums(session) == (1, 1, 0)


def test_an_item_of_another_form_and_an_option_that_does_not_exist_are_named(
    phone: Phone, session: Session
) -> None:
    foreign = "C2-S3-B" if phone.attempt.form == "A" else "C2-S3-A"
    refused = phone.send(phone.answer(), {**phone.answer(number=2), "item": foreign})
    assert refused == (422, {"said": "AnotherForm", "item": foreign})
    own = phone.single.id
    assert phone.send(phone.answer(choice=["z"])) == (
        422,
        {"said": "ForeignOption", "item": own},
    )
    many = [option.id for option in phone.single.options]
    assert phone.send(phone.answer(choice=many)) == (422, {"said": "TooMany", "item": own})
    assert arrived(session) == 0


def test_an_answer_that_our_script_never_writes_is_unreadable(phone: Phone) -> None:
    for spoil in [
        {"id": "no id"},
        {"id": 7},
        {"id": None},
        {"writer": "a1"},
        {"writer": "zz" * 16},
        {"writer": None},
        {"number": -1},
        {"number": 2**53},
        {"number": 1.5},
        {"number": True},
        {"number": "1"},
    ]:
        assert phone.send(phone.answer(**spoil)) == (422, {"said": "unreadable"})


def test_none_and_more_than_a_hundred_answers_are_unreadable(phone: Phone) -> None:
    assert phone.send() == (422, {"said": "unreadable"})
    many = [phone.answer(number=number) for number in range(101)]
    assert phone.send(*many) == (422, {"said": "unreadable"})
    assert phone.send(*many[:100])[0] == 200


def test_unreadable_json_is_said_to_be_so(phone: Phone) -> None:
    for body in [
        b"",
        b"null",
        b"[]",
        b"7",
        b'"attempt"',
        b"{}",
        b'{"attempt": "',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"attempt": 1e999, "answers": NaN}',
        b'{"attempt": ' + b"9" * 5000 + b"}",
        b'{"attempt": "\\ud800", "answers": [{"item": "\\ud800"}]}',
    ]:
        assert phone.raw(body) == (422, {"said": "unreadable"})


def test_a_form_sent_here_is_unreadable(phone: Phone) -> None:
    status, _ = phone.raw(b"attempt=1", **{"Content-Type": "application/x-www-form-urlencoded"})
    assert status == 422


def junk(random: Random, depth: int = 0) -> object:
    """Some value of JSON."""
    plain: list[Callable[[], object]] = [
        lambda: None,
        lambda: random.random() < 0.5,
        lambda: random.choice((-1, 0, 1, 2**63, 10**30, 0.5, float("inf"))),
        lambda: random.choice(("", "a", "\0", "\ud800", "é" * 300, WRITER, "p1", "unknown")),
    ]
    deep: list[Callable[[], object]] = [
        lambda: [junk(random, depth + 1) for _ in range(random.randint(0, 3))],
        lambda: {random.choice(("a", "p1", "", "\0")): junk(random, depth + 1)},
    ]
    return random.choice(plain + deep if depth < 3 else plain)()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_sent_is_kept_or_refused_and_never_an_error_of_ours(
    phone: Phone, session: Session, seed: int
) -> None:
    random = Random(seed)
    for _ in range(60):
        one = phone.answer(random.choice(phone.items))
        body: dict[str, object] = {"attempt": phone.attempt.id.hex, "answers": [one]}
        target = random.choice((body, one, one, one))
        target[random.choice(list(target))] = junk(random)
        status, _ = phone.post(body)
        assert status in (200, 404, 422), body
    responses = session.scalars(select(Response)).all()
    assert sums(session)[0] == len(responses)


def test_too_large_a_request_is_413(phone: Phone) -> None:
    assert phone.raw(b" " * (LARGEST_REQUEST + 1))[0] == 413


def test_a_request_from_another_site_is_400(phone: Phone, session: Session) -> None:
    body = json.dumps({"attempt": phone.attempt.id.hex, "answers": [phone.answer()]}).encode()
    assert phone.raw(body, **{"Sec-Fetch-Site": "cross-site"})[0] == 400
    response = phone.browser.client.post("/answers", data=body, content_type="application/json")
    assert response.status_code == 400
    assert arrived(session) == 0


# ------------------------------------------------------------------ what it costs


def test_an_answer_costs_one_read_three_writes_and_one_commit(phone: Phone) -> None:
    one = phone.answer()
    with phone.browser.app.app_context():
        engine = database.engine
    with Statements(engine) as first:
        assert phone.send(one)[0] == 200
    with Statements(engine) as replay:
        assert phone.send(one)[0] == 200
    assert (first.reads, first.writes, first.commits) == (1, ["INSERT", "INSERT", "UPDATE"], 1)
    assert (replay.reads, replay.writes, replay.commits) == (1, ["INSERT"], 1)


# ------------------------------------------------------------------ the wording that was asked


def test_a_question_edited_meanwhile_is_marked_and_shown_as_it_was_asked(
    phone: Phone, house: House, session: Session, tmp_path: Path
) -> None:
    old = next(item for item in phone.items if item.slot == "C2-S3")
    opening = old.stem.fr.split()[0]
    changed = reworded(tmp_path, old.id, f'fr: "{opening}', f'fr: "Autrefois, {opening}')
    # Its key is changed too, in memory alone: the checker would want its twins changed with it.
    another_key = {"key": (old.distractors[0].id,)}
    items = [
        item.model_copy(update=another_key) if item.id == old.id else item
        for item in changed.modules[MODULE].items
    ]
    with writing(session):
        assert remember(session, items, START) == 1
    app = create_app(replace(house, library=changed, wordings=Wordings(items)), testing=True)
    later = replace(phone, browser=Browser(app))
    token = phone.browser.client.get_cookie("danbe")
    assert token is not None
    later.browser.client.set_cookie("danbe", token.value)
    assert later.send(later.answer(old))[0] == 200
    assert sums(session) == (1, 1, 0)
    page = later.browser.get("/fr/test/pre/1")
    assert old.id in page.html
    assert "Autrefois" in changed.question(old.id).stem.fr
    assert "Autrefois" not in page.html
    with app.app_context():
        database.engine.dispose()


def test_a_session_that_was_ended_for_her_ends_here_too(
    phone: Phone, online_story: Story, session: Session
) -> None:
    with writing(session):
        signing_in.close_all(session, online_story.awa)
    assert phone.send(phone.answer()) == (401, {"said": "signed-out"})
