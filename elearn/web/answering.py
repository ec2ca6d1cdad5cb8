"""The address to which a test's page sends each answer at once: the hot path of a room.

One SELECT says whose attempt it is and locks it, three writes keep an answer, one commit. The
browser made each answer's id, so sending again changes nothing.
"""

import uuid
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, json, request

from elearn.db import writing_rows
from elearn.quizzes import keeping, taking
from elearn.quizzes.answers import WRITER_BYTES, Given
from elearn.quizzes.questions import NotAnAnswer
from elearn.quizzes.states import State
from elearn.quizzes.taking import AnotherForm, Taking
from elearn.web import access
from elearn.web.database import database
from elearn.web.house import house, now

pages = Blueprint("answering", __name__)

AT_ONCE = 100
"""Answers in one request: a queue of a whole test, and no more."""

YEARS = range(2000, 2200)
"""What a telephone's clock may say, right or wrong."""

# What a page's script does with each status: 202 tell that it came after closing, 401 sign in
# again, 404 and 422 drop, 409 tell, any other try again.


class Unreadable(ValueError):
    """The request is not what our own script sends."""


@pages.post("/answers")
@access.asks_in_its_query
def keep() -> Response:
    """Keep the answers of one attempt; they are all kept or none."""
    token = request.cookies.get(access.COOKIE)
    if not token:
        return _reply(401, "signed-out")
    try:
        attempt_id, sent = _read(_json())
    except Unreadable:
        return _reply(422, "unreadable")
    at = now()
    with writing_rows(database.engine) as connection:
        taken = taking.of_session(connection, attempt_id, access.token_hash_of_request(), at)
        if taken is None:
            return _reply(*_whose(connection, at))
        state, late = taken.state(at), taken.takes_late(at)
        if state is not State.STARTED and not late:
            return _reply(409, state.value)
        try:
            given = [(_item(connection, taken, one), one) for one in sent]
            keeping.keep(connection, taken, given, at)
        except (NotAnAnswer, AnotherForm) as refused:
            return _reply(422, type(refused).__name__, item=refused.item)
    return _reply(202, "late") if late else _reply(200, "kept", at=at.isoformat())


def _whose(connection: Any, at: datetime) -> tuple[int, str]:
    """Not this session's attempt: nobody is signed in any more, or it is somebody else's."""
    return (404, "not-yours") if access.someone(connection, at) else (401, "signed-out")


def _item(connection: Any, taken: Taking, given: Given) -> Any:
    return house().wordings.find(connection, taken.asking(given.item).wording)


def _json() -> Any:
    try:
        return request.get_json(silent=True)
    except RecursionError:  # nested ten thousand deep
        return None


def _read(sent: Any) -> tuple[uuid.UUID, list[Given]]:
    try:
        attempt_id = uuid.UUID(hex=sent["attempt"])
        found = [_given(one) for one in sent["answers"]]
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise Unreadable from error
    if not 0 < len(found) <= AT_ONCE:
        raise Unreadable
    return attempt_id, found


def _given(one: Any) -> Given:
    writer = bytes.fromhex(one["writer"])
    number = one["number"]
    if len(writer) != WRITER_BYTES or type(number) is not int or not 0 <= number < 2**53:
        raise Unreadable
    return Given(
        uuid.UUID(hex=one["id"]),
        str(one["item"]),
        one["choice"],
        writer,
        number,
        _at(one.get("at")),
    )


def _at(written: object) -> datetime | None:
    """The browser's own time, if it can be read: its clock may be wrong, so nothing rests on it.

    A year that no telephone of ours can be in is left out: at the ends of the calendar neither
    Python nor PostgreSQL can turn every instant into another zone.
    """
    try:
        at = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    if at.year not in YEARS:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _reply(status: int, said: str, **more: str) -> Response:
    return Response(json.dumps({"said": said, **more}), status, mimetype="application/json")
