"""A list of people into a cohort: what it would do, and then some hundred rows at a time.

Nobody gets a PIN here: its hash is slow on purpose, and it is only ever known on a printed card.
Functions never commit: the caller stands inside `db.writing()`.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts import entrants, profile
from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.entrants import Effect, Entrant, Kind, Place
from elearn.cohorts.models import Cohort, Enrolment, RosterImport
from elearn.db import new_id
from elearn.installation.identity import installed
from elearn.people import accounts, audit
from elearn.people.models import Person


class BroughtInAlready(Exception):
    """This very list was brought in before."""


class ChangedMeanwhile(Exception):
    """The list would do something else now than what was seen."""


def place(session: Session, cohort: Cohort, codes: Sequence[str]) -> Place:
    """The cohort's cards, and which of these codes somebody of its programme has."""
    rows = session.execute(
        select(
            Enrolment.card_number,
            Person.code,
            Enrolment.deleted_at.is_not(None).label("gone"),
            or_(Enrolment.deleted_at.is_not(None), Enrolment.withdrawn_at.is_not(None)),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort.id)
    ).all()
    known = frozenset(_people(session, cohort, codes))
    return Place(
        {number: code for number, code, gone, _ in rows if not gone},
        {code: number for number, code, _, left in rows if code is not None and not left},
        known,
        back={code: number for number, code, _, left in rows if code in known and left},
        gone=frozenset(number for number, _, gone, _ in rows if gone),
    )


def _people(session: Session, cohort: Cohort, codes: Sequence[str]) -> dict[str, uuid.UUID]:
    """The people of the cohort's programme who have these codes."""
    if not codes:
        return {}
    rows = session.execute(
        select(Person.code, Person.id)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(
            Cohort.programme_id == cohort.programme_id,
            Person.code.in_(codes),
            Person.deleted_at.is_(None),
        )
    )
    return {code: person_id for code, person_id in rows if code is not None}


def effect(
    session: Session, cohort: Cohort, people: Sequence[Entrant], columns: Mapping[str, str]
) -> Effect:
    """What the list would do, stored nowhere."""
    return entrants.effect(people, columns, place(session, cohort, _codes(people)))


def earlier(session: Session, cohort_id: uuid.UUID, table_key: bytes) -> RosterImport | None:
    """The import of this very list into this cohort, if there was one."""
    return session.scalar(
        select(RosterImport).where(
            RosterImport.cohort_id == cohort_id, RosterImport.table_key == table_key
        )
    )


def unfinished(session: Session, cohort_id: uuid.UUID) -> Sequence[RosterImport]:
    """The lists that were said yes to and are not wholly in, the first begun first."""
    return session.scalars(
        select(RosterImport)
        .where(RosterImport.cohort_id == cohort_id, RosterImport.finished_at.is_(None))
        .order_by(RosterImport.started_at, RosterImport.id)
    ).all()


def begin(
    session: Session,
    cohort_id: uuid.UUID,
    people: Sequence[Entrant],
    *,
    seen: str,
    import_id: uuid.UUID,
    table_key: bytes,
    actor: Person,
    now: datetime,
) -> RosterImport:
    """A list that was said yes to; `advance` brings its rows in.

    Raises CohortClosed, BroughtInAlready, or ChangedMeanwhile where it is not what was `seen`.
    """
    cohort = enrolments.locked(session, cohort_id)
    if cohort.closed_at is not None:
        raise CohortClosed(cohort_id)
    if earlier(session, cohort_id, table_key) is not None:
        raise BroughtInAlready(cohort_id)
    found = effect(session, cohort, people, {"card": "", "code": ""})
    if found.problems or found.digest != seen:
        raise ChangedMeanwhile(cohort_id)
    made = RosterImport(
        id=import_id,
        cohort_id=cohort_id,
        table_key=table_key,
        total=len(people),
        cards=[0] * len(people),
        started_at=now,
        imported_by=actor.id,
    )
    session.add(made)
    audit.record(session, actor, "roster-imported", cohort_id, now)
    session.flush()
    return made


def advance(
    session: Session,
    import_id: uuid.UUID,
    people: Sequence[Entrant],
    random: Random,
    now: datetime,
    *,
    most: int,
) -> RosterImport:
    """The next rows of the list, `most` at the most; a finished one stays as it is.

    Raises CohortClosed.
    """
    under_way = session.get_one(RosterImport, import_id)
    cohort = enrolments.locked(session, under_way.cohort_id)
    session.refresh(under_way)  # under the lock: two pages may ask at once
    batch = people[under_way.done : under_way.done + most]
    if batch and cohort.closed_at is not None:
        raise CohortClosed(cohort.id)
    rows = _rows(session, cohort, people, batch, random, now)
    _insert(session, rows)
    numbers = list(under_way.cards)
    for one in batch:
        numbers[one.rank] = rows.numbers[one.row]
    under_way.cards = numbers
    under_way.done += len(batch)
    under_way.added += len(rows.enrolments) + rows.back
    if under_way.done == under_way.total and under_way.finished_at is None:
        under_way.finished_at = now
    return under_way


@dataclass(slots=True)
class _Rows:
    """What a batch becomes: rows to insert, each row's card number, how many came back."""

    people: list[dict[str, Any]] = field(default_factory=list)
    enrolments: list[dict[str, Any]] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    back: int = 0


def _rows(
    session: Session,
    cohort: Cohort,
    people: Sequence[Entrant],
    batch: Sequence[Entrant],
    random: Random,
    now: datetime,
) -> _Rows:
    here = place(session, cohort, _codes(batch))
    known = _people(session, cohort, _codes(batch))
    new_codes = iter(accounts.new_codes(session, len(batch), random))
    # Numbers that later rows ask for stay theirs.
    asked = [one.card + 1 for one in people if one.card]
    next_number = max([enrolments.next_card(session, cohort.id), here.last + 1, *asked])
    present = _present(session, cohort, batch, here)
    made, origin = _Rows(), installed(session).id
    for one in batch:
        which = entrants.kind(one, here)
        if which is Kind.HERE:
            number = here.codes[one.code] if one.code else one.card or 0
            made.numbers[one.row] = number
            _fill(present[number], one)
            continue
        if one.code is not None and one.code in here.back:
            own = enrolments.enrol(session, cohort, session.get_one(Person, known[one.code]), now)
            _fill(own, one)
            made.numbers[one.row] = own.card_number
            made.back += 1
            continue
        person_id = known[one.code] if one.code else new_id()
        if which is Kind.NEW:
            code = next(new_codes)
            made.people.append({"id": person_id, "code": code, "made_at": now, "origin": origin})
        number = one.card or next_number
        next_number += number == next_number
        made.numbers[one.row] = number
        made.enrolments.append(
            {
                "person_id": person_id,
                "cohort_id": cohort.id,
                "card_number": number,
                "enrolled_at": now,
                "origin": origin,
                **profile.known(one.profile),
            }
        )
    return made


def _insert(session: Session, rows: _Rows) -> None:
    if rows.people:
        session.execute(insert(Person), rows.people)
    if rows.enrolments:
        session.execute(insert(Enrolment), rows.enrolments)


def _present(
    session: Session, cohort: Cohort, batch: Sequence[Entrant], here: Place
) -> dict[int, Enrolment]:
    """Those of the batch who are in the cohort already, by card."""
    numbers = {one.card for one in batch} | {here.codes.get(one.code or "") for one in batch}
    found = session.scalars(
        select(Enrolment).where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.deleted_at.is_(None),
            Enrolment.card_number.in_([number for number in numbers if number]),
        )
    )
    return {own.card_number: own for own in found}


def _fill(own: Enrolment, one: Entrant) -> None:
    """What nobody has said yet of somebody who is here; what they said themselves stays."""
    missing = {
        name: value
        for name, value in profile.known(one.profile).items()
        if value is not None and getattr(own, name) is None
    }
    for name, value in missing.items():
        setattr(own, name, value)
    own.revision += bool(missing)


def _codes(people: Sequence[Entrant]) -> list[str]:
    return [one.code for one in people if one.code is not None]
