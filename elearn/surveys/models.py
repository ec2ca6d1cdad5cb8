"""What people think, kept so that nobody can be found in it: no person, session, module or time.

Neither table has a hidden row number on SQLite, which would count the sheets in their order.
"""

import uuid
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from elearn.db import Stored


class Box(Stored):
    """Where the sheets of one cell wait until they are ten: one sealed bag, rewritten each time."""

    __tablename__ = "survey_box"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it as it is
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    survey: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    moment: Mapped[str] = mapped_column(String(20), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Sheet(Stored):
    """One filled-in questionnaire among at least ten that came here together, mixed.

    The id is a UUIDv4, drawn when the sheet came here; `quarter` ("2026-Q4") is when it came here.
    `answers`: question to the option ticked, or to the options where several may be.
    """

    __tablename__ = "survey_sheet"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it as it is
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"))
    course_id: Mapped[str] = mapped_column(String(60))
    survey: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    moment: Mapped[str] = mapped_column(String(20))
    quarter: Mapped[str] = mapped_column(String(7))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Whether it has left this machine in a file: of each cell ten or more do at a time.
    sent: Mapped[bool] = mapped_column(default=False, server_default=false())
