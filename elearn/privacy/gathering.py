"""Every row that belongs to one person, found by following the foreign keys from theirs.

A table that is added later is followed too, without a line here: what hangs on a person, an
enrolment or a test of theirs is theirs. Whose codes were merged is one person: both are followed.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, false, or_, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.people.models import AuditEntry, Change, Person
from elearn.programmes.merging import MERGED
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
    """The trainee who holds this code, merged away or not; raises NoSuchPerson.

    Staff have no code, and whoever was erased has none any more.
    """
    found = session.scalar(select(Person).where(Person.code == code, Person.username.is_(None)))
    if found is None:
        raise NoSuchPerson
    return found


def of_card(session: Session, cohort_id: uuid.UUID, number: int) -> Person:
    """The person with this card of a session, who may have no code; raises NoSuchPerson.

    Not one of the staff, on whom rulings and the log rest.
    """
    found = session.scalar(
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.card_number == number,
            Enrolment.deleted_at.is_(None),
            Person.deleted_at.is_(None),
            Person.username.is_(None),
        )
    )
    if found is None:
        raise NoSuchPerson
    return found


def merged(session: Session, person: Person) -> frozenset[uuid.UUID]:
    """The ids of this person and of everybody whose code became one with theirs, and stayed so."""
    merges = session.scalars(
        select(Change).where(Change.kind == MERGED.name, Change.undone_at.is_(None))
    )
    groups = [frozenset(_named(one)) for one in merges]
    found, before = frozenset({person.id}), frozenset[uuid.UUID]()
    while found != before:
        before = found
        found = found.union(*(group for group in groups if group & found))
    return found


def _named(merge: Change) -> set[uuid.UUID]:
    """The two people that a merge is about."""
    owners = merge.before["enrolments"].values()
    return {merge.subject_id, *(uuid.UUID(person_id) for person_id, _ in owners)}


def belonging(session: Session, person: Person) -> Belonging:
    """What belongs to them; a query a table that may hold some of it."""
    people = metadata.tables["person"]
    ids = {"person": merged(session, person)}
    found_by: dict[str, ColumnElement[bool]] = {"person": people.c.id.in_(ids["person"])}
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
            about = table.c.subject_id.in_(everything)
            found_by[table.name] = or_(about, found_by.get(table.name, false()))
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
