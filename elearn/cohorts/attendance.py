"""Who was there: half-days ticked by card number, and the count of the signatures on paper.

Names and signatures stay on a sheet that never carries a code; what is kept here never carries a
name. Functions never commit: the caller stands inside `db.writing()`.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.learners import counted
from elearn.cohorts.models import Cohort, Enrolment, Half, HalfDay, Presence
from elearn.installation.identity import installed
from elearn.people.models import Person

Slot = tuple[date, Half]


class NotHeld(LookupError):
    """The cohort has no such half-day."""


class UnknownCard(LookupError):
    """The cohort has no card of this number."""


class NotCounted(Exception):
    """Nobody has counted this sheet yet, so there is nothing to countersign."""


class SameHand(Exception):
    """Whoever counted a sheet cannot countersign it."""


@dataclass(frozen=True, slots=True)
class Held:
    """One half-day as it stands: `cards` were there; `sheet` is None where nothing is kept yet."""

    day: date
    half: Half
    sheet: HalfDay | None
    cards: frozenset[int]

    @property
    def ticked(self) -> bool:
        """Whether somebody said who was there."""
        return self.sheet is not None and self.sheet.minutes is not None

    @property
    def minutes(self) -> int:
        """How long it was; 0 while nobody was ticked."""
        return (self.sheet.minutes or 0) if self.sheet else 0

    @property
    def signatures(self) -> int | None:
        """How many signatures stand on the paper; None while nobody counted."""
        return self.sheet.signatures if self.sheet else None


@dataclass(frozen=True, slots=True)
class Attendance:
    """A cohort's half-days in order, and its card numbers."""

    halves: tuple[Held, ...]
    numbers: tuple[int, ...]

    @property
    def minutes(self) -> dict[int, int]:
        """Minutes by card."""
        return {
            number: sum(held.minutes for held in self.halves if number in held.cards)
            for number in self.numbers
        }

    @property
    def held_minutes(self) -> int:
        """How long all half-days were that somebody ticked."""
        return sum(held.minutes for held in self.halves)

    @property
    def came(self) -> int:
        """Cards that were there for at least one half-day."""
        return sum(minutes > 0 for minutes in self.minutes.values())

    @property
    def always(self) -> int:
        """Cards that were there for every half-day that was ticked; 0 while none was."""
        ticked = [held.cards for held in self.halves if held.ticked]
        return len(frozenset.intersection(*ticked)) if ticked else 0

    def of(self, slot: Slot) -> Held:
        """One half-day; raises NotHeld."""
        for held in self.halves:
            if (held.day, held.half) == slot:
                return held
        raise NotHeld(slot)


def slots(cohort: Cohort) -> Iterator[Slot]:
    """Every half-day from the first day to the last."""
    for number in range((cohort.ends_on - cohort.starts_on).days + 1):
        for half in Half:
            yield cohort.starts_on + timedelta(days=number), half


def read(session: Session, cohort: Cohort) -> Attendance:
    """The cohort's attendance as it stands."""
    sheets = {
        (one.day, one.half): one
        for one in session.scalars(select(HalfDay).where(HalfDay.cohort_id == cohort.id))
    }
    numbers = _numbers(session, cohort.id)
    there: dict[uuid.UUID, set[int]] = {one.id: set() for one in sheets.values()}
    rows = session.execute(select(Presence).where(Presence.half_day_id.in_(there)))
    for (presence,) in rows:
        if presence.enrolment_id in numbers:  # a tombstone has no card any more
            there[presence.half_day_id].add(numbers[presence.enrolment_id])
    return Attendance(
        tuple(_held(slot, sheets.get(slot), there) for slot in slots(cohort)),
        tuple(sorted(numbers.values())),
    )


def _held(slot: Slot, sheet: HalfDay | None, there: Mapping[uuid.UUID, set[int]]) -> Held:
    return Held(*slot, sheet, frozenset(there[sheet.id]) if sheet else frozenset())


def tick(
    session: Session, cohort_id: uuid.UUID, slot: Slot, cards: Collection[int], minutes: int
) -> None:
    """These cards, and no others, were there for so many minutes.

    A change takes a countersignature away: it was for another list. Raises NotHeld, UnknownCard.
    """
    sheet = _sheet(session, cohort_id, slot)
    numbers = _numbers(session, cohort_id)
    known = {number: enrolment_id for enrolment_id, number in numbers.items()}
    if not set(cards) <= set(known):
        raise UnknownCard(sorted(set(cards) - set(known)))
    wanted = {known[number] for number in cards}
    before = set(
        session.scalars(select(Presence.enrolment_id).where(Presence.half_day_id == sheet.id))
    )
    if (before, sheet.minutes) == (wanted, minutes):
        return
    session.execute(delete(Presence).where(Presence.half_day_id == sheet.id))
    session.add_all(Presence(half_day_id=sheet.id, enrolment_id=one) for one in wanted)
    sheet.minutes = minutes
    _changed(sheet)


def count_paper(
    session: Session,
    cohort_id: uuid.UUID,
    slot: Slot,
    signatures: int,
    paper_kept: str,
    actor: Person,
    now: datetime,
) -> None:
    """The sheet bears so many signatures and lies there; a change asks for a new countersignature.

    Raises NotHeld.
    """
    sheet = _sheet(session, cohort_id, slot)
    if (sheet.signatures, sheet.paper_kept) == (signatures, paper_kept):
        return
    sheet.signatures, sheet.paper_kept = signatures, paper_kept
    sheet.counted_by, sheet.counted_at = actor.id, now
    _changed(sheet)


def countersign(
    session: Session, cohort_id: uuid.UUID, slot: Slot, actor: Person, now: datetime
) -> None:
    """Somebody else has counted the same; a second time changes nothing.

    Raises NotHeld, NotCounted, SameHand.
    """
    sheet = _sheet(session, cohort_id, slot)
    if sheet.counted_by is None:
        raise NotCounted(slot)
    if sheet.counted_by == actor.id:
        raise SameHand(slot)
    if sheet.countersigned_by is None:
        sheet.countersigned_by, sheet.countersigned_at = actor.id, now
        sheet.revision += 1


def _changed(sheet: HalfDay) -> None:
    sheet.countersigned_by = sheet.countersigned_at = None
    sheet.revision += 1


def _sheet(session: Session, cohort_id: uuid.UUID, slot: Slot) -> HalfDay:
    """The half-day's row under the cohort's lock, made when there is none."""
    cohort = enrolments.locked(session, cohort_id)
    if slot not in set(slots(cohort)):
        raise NotHeld(slot)
    day, half = slot
    found = session.scalar(
        select(HalfDay)
        .where(HalfDay.cohort_id == cohort_id, HalfDay.day == day, HalfDay.half == half)
        .execution_options(populate_existing=True)
    )
    if found is None:
        found = HalfDay(cohort_id=cohort_id, day=day, half=half, origin=installed(session).id)
        session.add(found)
        session.flush()
    return found


def _numbers(session: Session, cohort_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """Card numbers of whoever counts, by enrolment."""
    rows = session.execute(
        select(Enrolment.id, Enrolment.card_number).where(
            Enrolment.cohort_id == cohort_id, counted()
        )
    )
    return {row.id: row.card_number for row in rows}
