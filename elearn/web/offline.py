"""Without a network: the service worker, what of a course a telephone may keep, and what was done
meanwhile.

What comes later names the mark of the person who did it: a shared telephone must not do one
person's work in another's session.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, json, render_template, request, url_for

from elearn.cohorts import progress
from elearn.config import LANGUAGES
from elearn.courses.path import steps_of
from elearn.db import writing
from elearn.quizzes import attempts, taking
from elearn.quizzes.attempts import NotOpen
from elearn.quizzes.waves import Wave
from elearn.web import access, files, shelf
from elearn.web.access import asks_in_its_query, public
from elearn.web.database import session
from elearn.web.house import now
from elearn.web.packing import Packed, pack
from elearn.web.quizzes import after_sending
from elearn.web.reading import reading

pages = Blueprint("offline", __name__)

# Asked for at every start of the browser, and mostly not changed.
ASK_AGAIN = "no-cache"
STATIC = ("danbe.css", "danbe.js", "keep.js", "test.js", "shelf.js", "module.js", "mark.svg")

_worker: dict[tuple[str, ...], Packed] = {}


@pages.get("/sw.js")
@public
def worker() -> Response:
    """The service worker; at the root, so that every page is in its reach."""
    kept = (*(files.ours().address(name) for name in STATIC), *_public())
    if kept not in _worker:
        script = files.ours().get("sw.js")
        assert script is not None
        body = f"const FILES = {json.dumps(kept)};\n".encode() + script.plain
        _worker[kept] = pack(body, "text/javascript")
    return _worker[kept].response(request, ASK_AGAIN)


def _public() -> Iterator[str]:
    for language in LANGUAGES:
        yield url_for("offline.offline", language=language)
        yield url_for("entry.month", language=language)


@pages.get("/<language:language>/offline")
@public
def offline() -> str:
    """What the service worker shows where there is no network and nothing kept."""
    return render_template("offline/offline.html")


@pages.get("/<language:language>/course/kept")
@access.permit(access.is_trainee)
def kept() -> Response:
    """The addresses of a course to keep on a telephone, and how many bytes they weigh, packed."""
    following = reading(None)
    if not following.standing().modules_open(now()):
        return _reply(200, pages=[], bytes=0)
    found = shelf.of(following)
    return _reply(200, pages=found.addresses, bytes=found.weight)


@pages.post("/<language:language>/later/hand-in")
@asks_in_its_query
def hand_in() -> Response:
    """Hand in a test that was finished without a network; a second time changes nothing."""
    sent = _own()
    if isinstance(sent, Response):
        return sent
    try:
        attempt_id = uuid.UUID(hex=sent["attempt"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return _reply(422)
    try:
        wave = _submit(attempt_id)
    except NotOpen as closed:
        return _reply(409, said=closed.state.value)
    if wave is None:
        return _reply(404)
    return _reply(200, to=after_sending(wave))


def _submit(attempt_id: uuid.UUID) -> Wave | None:
    with writing(session()):
        connection = session().connection()
        own = access.token_hash_of_request()
        taken = taking.of_session(connection, attempt_id, own, now())
        if taken is None:
            return None
        enrolment_id = access.trainee().enrolment_id
        last = attempts.attempt_of(session(), enrolment_id, taken.wave)
        if last is None or last.id != attempt_id:
            # A further try was begun meanwhile: this one is over, and that one is not handed in.
            raise NotOpen(taken.state(now()))
        attempts.submit(session(), enrolment_id, taken.wave, now())
        return taken.wave


@pages.post("/<language:language>/later/done")
@asks_in_its_query
def done() -> Response:
    """A step that was done without a network."""
    sent = _own()
    if isinstance(sent, Response):
        return sent
    following = reading(None)
    place, step = sent.get("place"), str(sent.get("step"))
    if type(place) is not int or not 1 <= place <= len(following.modules):
        return _reply(422)
    shown = following.module(place)
    if (shown.slug, step) not in steps_of(shown):
        return _reply(422)
    if not following.standing().modules_open(now()):
        return _reply(409)
    with writing(session()):
        progress.mark_done(session(), access.trainee().enrolment_id, (shown.slug, step), now())
    return _reply(200)


def _own() -> dict[str, Any] | Response:
    """What was sent, if it is of the person whose session this is; else the refusal."""
    mark = access.mark()
    if not mark:
        return _reply(404 if access.visitor() else 401)
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        return _reply(422)
    return sent if sent.get("mark") == mark else _reply(404)


def _reply(status: int, **more: Any) -> Response:
    return Response(json.dumps(more), status, mimetype="application/json")
