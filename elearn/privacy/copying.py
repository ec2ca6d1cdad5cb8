"""A copy of all that is kept about one person, for that person, as plain values."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from elearn.people import audit
from elearn.people.models import AuditEntry, Change, Person
from elearn.privacy import gathering
from elearn.programmes.merging import MERGED
from elearn.quizzes.models import Wording
from elearn.quizzes.wordings import worded

FORMAT = "danbe-person-1"
# What only the server may hold: with it somebody could sign in.
SECRET = {"person": {"secret"}, "sign_in": {"token_hash"}}
# Who of the staff did it; other tables that name them hang on an enrolment or a test.
STAFF = {"change": {"actor_id", "undone_by"}}


def copy(session: Session, person: Person, actor: Person | None, now: datetime) -> dict[str, Any]:
    """All rows by table, the questions that were asked, and what staff did about this person.

    Values are those of JSON. Left out: the PIN's hash and cookies' hashes, and who of the staff
    did what. Logged as an act of `actor` (None: the command line); stands inside `writing()`.
    """
    theirs = gathering.belonging(session, person)
    kept = {
        table.name: [_row(table, row) for row in session.execute(select(table).where(condition))]
        for table, condition in theirs.tables()
    }
    acts = session.execute(
        select(AuditEntry.at, AuditEntry.act, AuditEntry.reason)
        .where(gathering.acts_about(theirs))
        .order_by(AuditEntry.at)
    )
    done = [{key: _plain(value) for key, value in row._mapping.items()} for row in acts]
    audit.record(session, actor, "data-exported", person.id, now)
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "kept": {name: rows for name, rows in kept.items() if rows},
        "questions": _questions(session, kept.get("attempt", ())),
        "done_by_staff": done,
    }


def _row(table: Table, row: Any) -> dict[str, Any]:
    """The row without secrets and without the ids of other people."""
    hidden = SECRET.get(table.name, set()) | STAFF.get(table.name, set())
    hidden |= {
        key.parent.name for key in table.foreign_keys if _names_staff(table, key.column.table)
    }
    if table is Change.__table__ and row.kind == MERGED.name:
        hidden |= {"before", "after"}  # a merge that was taken back names somebody else
    return {key: _plain(value) for key, value in row._mapping.items() if key not in hidden}


def _names_staff(table: Table, target: Table) -> bool:
    # Where a row hangs on an enrolment or a test, its person is whoever of the staff wrote it.
    others = {key.column.table.name for key in table.foreign_keys}
    return target.name == "person" and bool(others & {"enrolment", "attempt"})


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, uuid.UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _questions(
    session: Session, attempts: Iterable[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The questions of these tests by the hash of their wording: text and options, no key."""
    asked = {bytes.fromhex(row["wording"]) for one in attempts for row in one["shown"]}
    rows = session.execute(select(Wording.hash, Wording.text).where(Wording.hash.in_(asked)))
    return {digest.hex(): _question(text) for digest, text in rows}


def _question(text: str) -> dict[str, Any]:
    item = worded(text)
    return {
        "item": item.id,
        "asked": item.stem.model_dump(exclude_none=True),
        "prompts": {one.id: one.text.model_dump(exclude_none=True) for one in item.prompts},
        "options": {one.id: one.text.model_dump(exclude_none=True) for one in item.options},
    }
