"""Who: people, what they are granted, their open sessions, and what was done in their name."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.db import APPENDED, Stored, Travels, new_id, one_of
from elearn.people.roles import Role


class Person(Travels, Stored):
    """A code or a username, and a secret; never a name, address or number of the State's.

    A trainee holds a code for good and a PIN; staff hold a username and a password. A person may
    exist without ever signing in: someone who only writes on paper.
    """

    __tablename__ = "person"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str | None] = mapped_column(String(9), unique=True)
    username: Mapped[str | None] = mapped_column(String(40), unique=True)
    secret: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="fr")
    made_at: Mapped[datetime]


class Grant(Stored):
    """One role of one person, for one programme or one cohort; an administrator's is for all."""

    __tablename__ = "grant"
    __table_args__ = (UniqueConstraint("person_id", "role", "programme_id", "cohort_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(one_of(Role))
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programme.id"))
    cohort_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cohort.id"))
    granted_at: Mapped[datetime]


class SignIn(Stored):
    """An open session: the hash of the cookie's 32 bytes, whose it is, and until when."""

    __tablename__ = "sign_in"
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    # The enrolment this session works in: the person's latest, chosen when they sign in.
    enrolment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("enrolment.id"))
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Slowdown(Stored):
    """Failed sign-ins under one name, told apart by a keyed hash: no address is kept."""

    __tablename__ = "slowdown"
    name_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    until: Mapped[datetime]


class AuthorNote(Stored):
    """What somebody of the staff wants the authors to know about a lesson or a question."""

    __tablename__ = "author_note"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    written_at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    module: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(String(500))
    # None while nobody has dealt with it.
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class AuditEntry(Stored):
    """An act of the training team on somebody's account or data, and its reason."""

    __tablename__ = "audit_entry"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    act: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    reason: Mapped[str | None] = mapped_column(String(300))


class Change(Stored):
    """An act that can be taken back: the values of one subject before it and after it.

    `place_id` is the cohort or the programme whose history tells it. The values are plain JSON
    and name nobody; what each kind keeps there, and how it is put back, `undoing.Kind` says.
    """

    __tablename__ = "change"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    place_id: Mapped[uuid.UUID] = mapped_column(index=True)
    subject_id: Mapped[uuid.UUID] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(60))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str | None] = mapped_column(String(300))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class Decision(Stored):
    """What an administrator set and why; rows are only ever added, the newest of a name holds.

    `name` and `value` as in `setting`, where what holds is read from. Taking back is one more row.
    """

    __tablename__ = "decision"
    __table_args__ = (APPENDED,)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(60), index=True)
    value: Mapped[Any] = mapped_column(JSON)
    reason: Mapped[str | None] = mapped_column(String(300))
    decided_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
