"""Releases: frozen sums over atoms of at least ten people, and which enrolment went into which.

What a donor reads is `release`, `atom` and the sums beside it; `atom_member` is the server's own
memory of who is already counted, so that nobody is counted twice. No donor page reads it.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.db import APPENDED, Stored, new_id, one_of
from elearn.quizzes.waves import Wave


class Release(Stored):
    """A numbered, frozen set of published sums of one programme.

    `form` is that of its hash; None before anybody signed releases: such a one is visible as it
    is. `whole`: everybody who waited was taken (None: as then, always). `corrects`: the number
    whose sums it makes again of the same people, and `reason` why.
    """

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("programme_id", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    as_of: Mapped[date]
    made_at: Mapped[datetime]
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    form: Mapped[int | None]
    whole: Mapped[bool | None]
    corrects: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(300))


class ReleaseCheck(Stored):
    """Somebody recomputed a release's sums from the raw answers: the hash, and what differed.

    `forgotten`: tests whose single answers had been deleted; `totals`: totals from paper. These
    could only be taken as they are. Rows are only ever added; they outlive the answers.
    """

    __tablename__ = "release_check"
    __table_args__ = (APPENDED,)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("release.id"), index=True)
    checked_at: Mapped[datetime]
    checked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    tests: Mapped[int]
    forgotten: Mapped[int]
    totals: Mapped[int]
    # Of each sum that differed: its name, as frozen, as recomputed.
    differences: Mapped[list[Any]] = mapped_column(JSON)


class ReleaseSignature(Stored):
    """Who signed a release off, so that it may be seen, and when; never taken back."""

    __tablename__ = "release_signature"
    __table_args__ = (APPENDED,)
    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("release.id"), primary_key=True)
    check_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("release_check.id"))
    signed_at: Mapped[datetime]
    signed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))


class ReleaseCohort(Stored):
    """One cohort's pairs over all atoms of a release, for the interval of the whole; never shown.

    Cohorts of fewer than ten such people stand together under a key of zeros.
    """

    __tablename__ = "release_cohort"
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    first_release: Mapped[int] = mapped_column(primary_key=True)
    cohort_key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    pairs: Mapped[int]
    s1: Mapped[int] = mapped_column(BigInteger)
    s2: Mapped[int] = mapped_column(BigInteger)


class ReleaseCount(Stored):
    """A count of the programme's sessions when a release was made: nothing about people."""

    __tablename__ = "release_count"
    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("release.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]


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
    zone: Mapped[str] = mapped_column(String(20), default="*", server_default="*")
    age_band: Mapped[str] = mapped_column(String(20), default="*", server_default="*")
    # The form of its hash; None is the first, before zone, age band and `atom_sum`.
    form: Mapped[int | None]
    # The atom whose people it sums again, in a release that corrects another.
    replaces: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("atom.id"))
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


class AtomSum(Stored):
    """One more sum over an atom's people, by name (`reports/names.py`)."""

    __tablename__ = "atom_sum"
    atom_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("atom.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class AtomCohort(Stored):
    """One cohort's piece of an atom, for the cluster-robust interval; never shown.

    Cohorts of fewer than ten such people stand together under a key of zeros.
    """

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


class AtomWave(Stored):
    """A follow-up of the people of some atoms, published once, when its time is over.

    `answered` people (pairs) took it and can be compared, `silent` people did not: none or at
    least ten. Sums of the three tests on the questions' places that all three asked, in basis
    points: before (1), after (2), later (3); `q` squares, `x` products.
    """

    __tablename__ = "atom_wave"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    wave: Mapped[Wave] = mapped_column(one_of(Wave))
    first_release: Mapped[int]
    answered: Mapped[int]
    silent: Mapped[int]
    s1: Mapped[int] = mapped_column(BigInteger)
    s2: Mapped[int] = mapped_column(BigInteger)
    s3: Mapped[int] = mapped_column(BigInteger)
    q1: Mapped[int] = mapped_column(BigInteger)
    q2: Mapped[int] = mapped_column(BigInteger)
    q3: Mapped[int] = mapped_column(BigInteger)
    x12: Mapped[int] = mapped_column(BigInteger)
    x13: Mapped[int] = mapped_column(BigInteger)
    x23: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))


class AtomWavePart(Stored):
    """An atom that a follow-up's sums are about."""

    __tablename__ = "atom_wave_part"
    wave_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("atom_wave.id"), primary_key=True)
    atom_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("atom.id"), primary_key=True)


class OpinionAtom(Stored):
    """At least ten sheets of one questionnaire at one moment, frozen together."""

    __tablename__ = "opinion_atom"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    first_release: Mapped[int]
    course_id: Mapped[str] = mapped_column(String(60))
    survey: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    moment: Mapped[str] = mapped_column(String(20))
    sheets: Mapped[int]
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))


class OpinionSum(Stored):
    """How many sheets of an atom ticked one answer of a question; under "*", how many any."""

    __tablename__ = "opinion_sum"
    atom_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("opinion_atom.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(60), primary_key=True)
    answer: Mapped[str] = mapped_column(String(60), primary_key=True)
    sheets: Mapped[int]


class OpinionMember(Stored):
    """A sheet that an atom already counts; without a row number, like the sheets."""

    __tablename__ = "opinion_member"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it as it is
    sheet_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    atom_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("opinion_atom.id"), index=True)
