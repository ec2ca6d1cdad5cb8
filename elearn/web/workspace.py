"""The administrator's home: what wants attention, and where everything is; what ran by itself."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, render_template

from elearn.installation import settings
from elearn.installation.settings import DRAFTS_ALLOWED, FORGET_RAN
from elearn.reports import attention, standings
from elearn.reports.attention import Attention
from elearn.web import access
from elearn.web.database import session
from elearn.web.house import house, now
from elearn.web.languages import say, say_many

pages = Blueprint("workspace", __name__)

LAST_RELEASES = 10
# `elearn forget` is asked for once a week.
FORGET_WITHIN = timedelta(days=8)


@pages.get("/<language:language>/administration")
@access.permit(access.is_administrator)
def workspace() -> str:
    """What wants attention first, then the ways to everything."""
    held = settings.everything(session())
    found = attention.attention(session(), now())
    drafts = [m for m in house().library.modules.values() if m.status == "draft"]
    return render_template(
        "administration/workspace.html",
        wants=wants(found),
        found=found,
        looked=looked(found),
        waiting=standings.waiting(session()),
        drafts=len(drafts),
        drafts_allowed=bool(held.get(DRAFTS_ALLOWED, (False,))[0]),
        forget_late=_late(held),
    )


@pages.get("/<language:language>/administration/jobs")
@access.permit(access.is_administrator)
def jobs() -> str:
    """What ran by itself or by command, as far as the database knows."""
    held = settings.everything(session())
    return render_template(
        "administration/jobs.html",
        forgot=held.get(FORGET_RAN),
        late=_late(held),
        releases=attention.releases_made(session(), LAST_RELEASES),
        boxes=attention.boxes(session()),
    )


def _late(held: Mapping[str, tuple[Any, datetime]]) -> bool:
    """Whether old answers have not been deleted for more than a week."""
    ran = held.get(FORGET_RAN)
    return ran is None or now() - ran[1] > FORGET_WITHIN


def wants(found: Attention) -> list[tuple[str, str]]:
    """What somebody should do, as a sentence and the endpoint where it is done."""
    wanted = []
    if found.notes:
        wanted.append(
            (
                say_many(
                    "%(n)s note to the authors waits to be read",
                    "%(n)s notes to the authors wait to be read",
                    found.notes,
                ),
                "notes.notes",
            )
        )
    if found.without_role:
        wanted.append(
            (
                say_many(
                    "%(n)s person has no role and sees nothing",
                    "%(n)s people have no role and see nothing",
                    found.without_role,
                ),
                "administration.administration",
            )
        )
    if found.administrators == 1:
        wanted.append(
            (
                say("You are the only administrator: if your password is lost, nobody helps you"),
                "administration.add",
            )
        )
    return wanted


def looked(found: Attention) -> list[tuple[str, str]]:
    """Looks at answers and downloads of the training team in thirty days: a sentence and a kind."""
    return [
        (
            say_many(
                "%(n)s look at one person’s answers in thirty days",
                "%(n)s looks at one person’s answers in thirty days",
                found.looks,
            ),
            "looks",
        ),
        (
            say_many(
                "%(n)s download for the training team in thirty days",
                "%(n)s downloads for the training team in thirty days",
                found.downloads,
            ),
            "downloads",
        ),
    ]
