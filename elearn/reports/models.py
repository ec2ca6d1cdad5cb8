"""Releases: frozen sums over atoms of at least ten people, and which enrolment went into which.

What a donor reads is `release` and `atom`; `atom_member` is the server's own memory of who is
already counted, so that nobody is counted twice. No donor page reads it.
"""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.db import Stored, new_id


class Release(Stored):
    """A numbered, frozen set of published sums of one programme."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("programme_id", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    as_of: Mapped[date]
    made_at: Mapped[datetime]
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))


class Atom(Stored):
    """Sums over a group of at least ten cards, insert-only.

    A programme's release number n consists of all its atoms whose `first_release` is at most n.
    Scores are summed in basis points of the test's maximum (10,000 = all right), so that tests of
    different length add up; `reached` and what follows counts people against the standard, and is
    zero where the test is too short to have one (`with_standard` counts whom it covers).
    """

    __tablename__ = "atom"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    first_release: Mapped[int]
    course_id: Mapped[str] = mapped_column(String(60), default="*")
    sex: Mapped[str] = mapped_column(String(20), default="*")
    profession: Mapped[str] = mapped_column(String(30), default="*")
    region: Mapped[str] = mapped_column(String(30), default="*")
    enrolled: Mapped[int]
    cards: Mapped[int]
    n_pre: Mapped[int]
    n_post: Mapped[int]
    pairs: Mapped[int]
    s1: Mapped[int] = mapped_column(BigInteger)
    s2: Mapped[int] = mapped_column(BigInteger)
    q1: Mapped[int] = mapped_column(BigInteger)
    q2: Mapped[int] = mapped_column(BigInteger)
    x: Mapped[int] = mapped_column(BigInteger)
    with_standard: Mapped[int]
    reached: Mapped[int]
    reached_both: Mapped[int]
    reached_gained: Mapped[int]
    reached_lost: Mapped[int]
    reached_neither: Mapped[int]
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))


class AtomCohort(Stored):
    """One cohort's piece of an atom, for the cluster-robust interval; never shown."""

    __tablename__ = "atom_cohort"
    atom_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("atom.id"), primary_key=True)
    cohort_key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    pairs: Mapped[int]
    s1: Mapped[int] = mapped_column(BigInteger)
    s2: Mapped[int] = mapped_column(BigInteger)


class AtomMember(Stored):
    """An enrolment that an atom already counts."""

    __tablename__ = "atom_member"
    enrolment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    atom_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("atom.id"), index=True)
