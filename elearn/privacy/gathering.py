"""Every row that belongs to one person, found by following the foreign keys from theirs.

A table that is added later is followed too, without a line here: what hangs on a person, an
enrolment or a test of theirs is theirs.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, or_, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.people.models import AuditEntry, Person
from elearn.tables import metadata


class NoSuchPerson(LookupError):
    """Nobody has this code, or this card of this session."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """The ids of a person and of what is theirs, by table, and the condition that finds it all."""

    ids: Mapping[str, frozenset[uuid.UUID]]
    found_by: Mapping[str, ColumnElement[bool]]

    @property
    def subjects(self) -> frozenset[uuid.UUID]:
        """Every id that an act of the log may be about."""
        return frozenset().union(*self.ids.values())

    def tables(self) -> Iterator[tuple[Table, ColumnElement[bool]]]:
        """Each table that holds something of theirs, parents first."""
        for table in metadata.sorted_tables:
            if table.name in self.found_by:
                yield table, self.found_by[table.name]


def of_code(session: Session, code: str) -> Person:
    """The trainee who holds this code; raises NoSuchPerson. Staff have no code and no such rows."""
    found = session.scalar(select(Person).where(Person.code == code, Person.deleted_at.is_(None)))
    if found is None:
        raise NoSuchPerson
    return found


def of_card(session: Session, cohort_id: uuid.UUID, number: int) -> Person:
    """The person with this card of a session, who may have no code; raises NoSuchPerson."""
    found = session.scalar(
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.card_number == number,
            Enrolment.deleted_at.is_(None),
            Person.deleted_at.is_(None),
        )
    )
    if found is None:
        raise NoSuchPerson
    return found


def belonging(session: Session, person: Person) -> Belonging:
    """What belongs to them; a query a table that may hold some of it."""
    people = metadata.tables["person"]
    ids = {"person": frozenset({person.id})}
    found_by: dict[str, ColumnElement[bool]] = {"person": people.c.id == person.id}
    for table in metadata.sorted_tables:
        condition = _theirs(table, ids)
        if condition is None or table.name == "person":
            continue
        found_by[table.name] = condition
        if list(table.primary_key.columns.keys()) == ["id"]:
            ids[table.name] = frozenset(session.scalars(select(table.c.id).where(condition)))
    everything = frozenset().union(*ids.values())
    for table in metadata.sorted_tables:
        # What is about somebody without a foreign key says so by this name; the log stays.
        if "subject_id" in table.c and table.name != AuditEntry.__tablename__:
            found_by.setdefault(table.name, table.c.subject_id.in_(everything))
    return Belonging(ids, found_by)


def acts_about(theirs: Belonging) -> ColumnElement[bool]:
    """Which acts of the log are about them or something of theirs."""
    return AuditEntry.subject_id.in_(theirs.subjects)


def _theirs(table: Table, ids: Mapping[str, frozenset[uuid.UUID]]) -> ColumnElement[bool] | None:
    pointing = [
        key.parent.in_(ids[key.column.table.name])
        for key in table.foreign_keys
        if ids.get(key.column.table.name)
    ]
    return or_(*pointing) if pointing else None
