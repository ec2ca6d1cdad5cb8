"""Pages for what went wrong: what happened, what is safe, what to do; no trace of the person."""

import logging

from flask import Flask, Response, make_response, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from elearn.web.languages import say

log = logging.getLogger("danbe")


def sentences(status: int) -> tuple[str, str]:
    """The title and the remedy for a status, in the reader's language."""
    known = {
        400: (
            say("This request was not understood"),
            say("Go back to the page, reload it, and try again. Nothing you answered is lost."),
        ),
        403: (
            say("This page is not for your account"),
            say("Go back to your home page. If you think you should see it, ask your trainer."),
        ),
        404: (
            say("There is no such page"),
            say("Check the address, or go back to your home page."),
        ),
        405: (
            say("This page cannot be used that way"),
            say("Go back to your home page."),
        ),
        413: (
            say("This is too large"),
            say("Send a smaller file: 5 MB at most."),
        ),
        503: (
            say("The server is busy"),
            say("Wait a minute and try again. Answers already saved are safe."),
        ),
    }
    return known.get(
        status,
        (
            say("Something went wrong on our side"),
            say("Answers already saved are safe. Try again in a moment."),
        ),
    )


def _page(status: int) -> Response:
    title, remedy = sentences(status)
    return make_response(render_template("error.html", title=title, remedy=remedy), status)


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    return _page(error.code or 500)


def _busy(error: OperationalError) -> Response:
    _log_kind(error)
    return _page(503)


def _unexpected(error: Exception) -> Response:
    _log_kind(error)
    return _page(500)


def _log_kind(error: Exception) -> None:
    # The rule, never the path; where it broke, never the values that broke it.
    rule = request.url_rule.rule if request.url_rule else "-"
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "-"
    log.error("%s %s: %s at %s", request.method, rule, type(error).__name__, where)


def install(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _busy)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)
