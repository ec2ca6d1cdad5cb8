"""This server: who it is to others, what people set at run time, the files it keeps."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.db import Stored, new_id


class Installation(Stored):
    """One row: the identity that rows made here carry as their origin."""

    __tablename__ = "installation"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    made_at: Mapped[datetime]
    # A demonstration says so on every page, and is never mixed with real people.
    demonstration: Mapped[bool] = mapped_column(default=False)


class Setting(Stored):
    """A choice that an administrator makes while the server runs."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    set_at: Mapped[datetime]


class KeptFile(Stored):
    """A file that came in or that we made, kept as a row so that one backup holds everything."""

    __tablename__ = "kept_file"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]
    until: Mapped[datetime | None]
