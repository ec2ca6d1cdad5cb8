"""Plain SQLAlchemy: what every table shares, and the one way to write.

Reads run outside a transaction (the driver's autocommit); every write stands inside `writing()`,
which on SQLite says BEGIN IMMEDIATE first. A write outside it could not be rolled back, so it is
refused.
"""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    URL,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    LargeBinary,
    MetaData,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP, UUID
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


# Milliseconds for which SQLite waits for another connection: to write, and to empty its log.
PATIENCE = 30_000
LITTLE_PATIENCE = 1_000
# In a table's arguments: its rows are added and read, never changed and never deleted.
APPENDED: dict[str, Any] = {"info": {"appended": True}}


class AppendOnly(RuntimeError):
    """A row of a history was to be changed or deleted."""


class WriteOutsideTransaction(RuntimeError):
    """A row was to be written outside `writing()`, where nothing could take it back."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC: aware values only, on both databases (SQLite itself drops the zone)."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL's zoned timestamp, or a plain one that this type reads as UTC."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, refusing a value that does not say its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its zone: {value!r}")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """An aware value in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Id(TypeDecorator[uuid.UUID]):
    """A UUID kept as 16 bytes (SQLAlchemy's own is 32 characters on SQLite)."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL's uuid, which is 16 bytes, or a blob."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(UUID(as_uuid=True))
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(
        self, value: uuid.UUID | None, dialect: Dialect
    ) -> uuid.UUID | bytes | None:
        """Its 16 bytes where the database has no uuid."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> uuid.UUID | None:
        """A UUID again."""
        if value is None or isinstance(value, uuid.UUID):
            return value
        return uuid.UUID(bytes=value)


def one_of(kind: type[StrEnum]) -> Enum:
    """A column of one of these words, kept as its text so that a new word needs no migration."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


def new_id() -> uuid.UUID:
    """A new UUIDv7 (RFC 9562): milliseconds first, so that new rows stand together in the index."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | (7 << 76)
    value = value & ~(0x3 << 62) | (2 << 62)
    return uuid.UUID(int=value)


class Stored(DeclarativeBase):
    """A row of ours: a UUIDv7 where it has an identity of its own, UTC instants."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {uuid.UUID: Id(), datetime: Instant()}


class Travels:
    """A row that will travel between a workshop's laptop and the national server.

    `origin` is the installation that made it, `revision` grows with each change there, and a
    deletion leaves a tombstone, so that a merge can tell deleted from not yet known.
    """

    origin: Mapped[uuid.UUID]
    revision: Mapped[int] = mapped_column(default=1)
    deleted_at: Mapped[datetime | None]


def connect(url: str | URL, **options: Any) -> Engine:
    """An engine for SQLite or PostgreSQL with the settings that keep an acknowledged row."""
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": 30}, **options)
        event.listen(engine, "connect", _sqlite_settings)
    else:
        engine = create_engine(url, pool_pre_ping=True, **options)
    event.listen(engine, "before_cursor_execute", _refuse_stray_write)
    return engine


def _sqlite_settings(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # no implicit BEGIN: `writing()` says it
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # NORMAL loses the last commits when power fails
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten with zeros
    cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
    cursor.close()


def _refuse_stray_write(
    connection: Connection, _cursor: Any, statement: str, *_rest: object
) -> None:
    verb = statement.lstrip()[:6].upper()
    if verb in ("INSERT", "UPDATE", "DELETE") and not connection.info.get("writing"):
        raise WriteOutsideTransaction(statement.split("(")[0])
    if verb == "DELETE" and connection.info.get("erasing"):
        return
    if verb in ("UPDATE", "DELETE") and _of_a_history(statement):
        raise AppendOnly(statement.split("(")[0])


def _of_a_history(statement: str) -> bool:
    """Whether an UPDATE or a DELETE FROM names a table whose rows are only ever added."""
    words = statement.split(None, 3)
    name = words[2 if words[1].upper() == "FROM" else 1].strip('"')
    table = Stored.metadata.tables.get(name)
    return table is not None and bool(table.info.get("appended"))


@contextmanager
def writing(session: Session) -> Iterator[None]:
    """One write transaction: takes the write lock first, commits at the end, or leaves nothing.

    What the session read before is read anew inside, so that a decision rests on what is true
    under the lock. Nested use raises: two domain calls that belong together share one.
    """
    if session.info.get("writing"):
        raise RuntimeError("writing() inside writing(): one transaction holds one act")
    session.rollback()
    session.info["writing"] = True
    try:
        with _write_lock(session.connection()):
            yield
            session.flush()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writing", None)


@contextmanager
def erasing(session: Session) -> Iterator[None]:
    """Within `writing()`: rows of a history may go too, because the person they are about asks."""
    info = session.connection().info
    info["erasing"] = True
    try:
        yield
    finally:
        info.pop("erasing", None)


def empty_log(session: Session) -> bool:
    """Empty SQLite's write-ahead log, which keeps every older page in its order; PostgreSQL: True.

    False when somebody was reading all the while: then the next call has it to do.
    """
    session.rollback()
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return True
    connection.exec_driver_sql(f"PRAGMA busy_timeout={LITTLE_PATIENCE}")
    busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE}")
    return not busy


@contextmanager
def writing_rows(engine: Engine) -> Iterator[Connection]:
    """The same for Core statements alone, on the two paths that are hot: an answer, a lesson.

    The only double way to write; it saves the ORM's session where 25 phones answer at once.
    """
    with engine.connect() as connection, connection.begin(), _write_lock(connection):
        yield connection


@contextmanager
def _write_lock(connection: Connection) -> Iterator[None]:
    """Allow writes on this connection, behind SQLite's write lock from the start.

    A deferred BEGIN that upgrades later ends in "database is locked", which no time-out cures.
    """
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.execute(text("BEGIN IMMEDIATE"))
    connection.info["writing"] = True
    try:
        yield
    except BaseException:
        # Where the server ended the connection, asking it for anything would hide that error.
        if not connection.invalidated:
            connection.info.pop("writing", None)
        # A flush that failed has rolled back by itself: a second time would hide its error.
        if sqlite and connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
            connection.exec_driver_sql("ROLLBACK")
        raise
    connection.info.pop("writing", None)
    if sqlite:
        connection.exec_driver_sql("COMMIT")
