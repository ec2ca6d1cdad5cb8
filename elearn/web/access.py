"""Who is asking, and the one line on each view that says who may.

The cookie holds 32 random bytes; a row keyed by their SHA-256 leads to the person, the enrolment
they work in and their grants, in one query. Flask-Login is the contract around it.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

from flask import Flask, Request, abort, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import Connection, Row, and_, bindparam, select
from werkzeug.wrappers import Response

from elearn.cohorts.models import Cohort, Enrolment
from elearn.installation.models import Setting
from elearn.installation.settings import BAMBARA_SHOWN
from elearn.people.grants import Grants, Held
from elearn.people.models import Grant, Person, SignIn
from elearn.people.roles import Role
from elearn.people.signing_in import token_hash
from elearn.programmes.models import Programme
from elearn.quizzes.standing import Membership
from elearn.web.database import connection
from elearn.web.house import house, now

COOKIE = "danbe"

_WHO = (
    select(
        Person.id.label("person_id"),
        Person.code,
        Person.username,
        Grant.role,
        Grant.programme_id,
        Grant.cohort_id.label("granted_cohort_id"),
        Enrolment.id.label("enrolment_id"),
        Enrolment.card_number,
        Enrolment.enrolled_at,
        Enrolment.consent_version,
        Enrolment.declined_at,
        Enrolment.withdrawn_at,
        Cohort.id.label("cohort_id"),
        Enrolment.course_id.label("own_course_id"),
        Cohort.course_id,
        Cohort.further_courses,
        Cohort.programme_id.label("own_programme_id"),
        Cohort.mode,
        Cohort.closed_at,
        Cohort.ends_on,
        Programme.time_zone,
        Setting.value.label("bambara"),
    )
    .select_from(SignIn)
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(
        Enrolment,
        and_(
            Enrolment.id == SignIn.enrolment_id,
            Enrolment.person_id == Person.id,
            Enrolment.deleted_at.is_(None),
        ),
    )
    .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
    .outerjoin(Programme, Programme.id == Cohort.programme_id)
    .outerjoin(Grant, Grant.person_id == Person.id)
    .outerjoin(Setting, Setting.name == BAMBARA_SHOWN)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.expires_at > bindparam("now"),
        Person.deleted_at.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class Trainee:
    """The enrolment a visitor works in: whose tests they take, and which modules they follow."""

    membership: Membership
    programme_id: uuid.UUID
    test_course: str
    own_course: str | None
    further_courses: tuple[str, ...]
    card_number: int
    consent_version: str | None
    time_zone: str

    @property
    def enrolment_id(self) -> uuid.UUID:
        """The enrolment's id."""
        return self.membership.enrolment_id

    @property
    def course_id(self) -> str:
        """The course whose modules this person follows: their own, where the cohort offers it."""
        return self.test_course if self.own_course is None else self.own_course

    @property
    def may_choose(self) -> bool:
        """Whether the session offers courses of which this person has chosen none yet."""
        return bool(self.further_courses) and self.own_course is None


class Visitor(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A person who is signed in, as their session's row has it."""

    def __init__(self, rows: Sequence[Any]) -> None:
        first = rows[0]
        self.person_id: uuid.UUID = first.person_id
        self.code: str | None = first.code
        self.username: str | None = first.username
        self.trainee = _trainee(first)
        # What an administrator shows to everybody comes along: it saves a trip to the database.
        self.bambara = bool(first.bambara)
        self.grants = Grants(
            tuple(
                Held(Role(row.role), row.programme_id, row.granted_cohort_id)
                for row in rows
                if row.role is not None
            )
        )

    def get_id(self) -> str:
        """Flask-Login's name for the person."""
        return str(self.person_id)


def _trainee(row: Row[Any]) -> Trainee | None:
    if row.enrolment_id is None:
        return None
    membership = Membership(
        row.enrolment_id,
        row.cohort_id,
        row.mode.by_hand,
        row.enrolled_at,
        row.declined_at,
        row.closed_at,
        row.ends_on,
        row.time_zone,
        row.withdrawn_at,
    )
    return Trainee(
        membership,
        row.own_programme_id,
        row.course_id,
        _offered(row),
        tuple(row.further_courses or ()),
        row.card_number,
        row.consent_version,
        row.time_zone,
    )


def _offered(row: Row[Any]) -> str | None:
    """The person's own course; None where the cohort, perhaps another one now, has it not."""
    offered = (row.course_id, *(row.further_courses or ()))
    return row.own_course_id if row.own_course_id in offered else None


def _load(asking: Request) -> Visitor | None:
    token = asking.cookies.get(COOKIE)
    if not token:
        return None
    rows = connection().execute(_WHO, {"token_hash": token_hash(token), "now": now()}).all()
    return Visitor(rows) if rows else None


def visitor() -> Visitor | None:
    """Who is asking, or None; one query, once a request."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def signed_in() -> Visitor:
    """Who is asking, on a view that only lets people in who are signed in."""
    found = visitor()
    assert found is not None
    return found


def trainee() -> Trainee:
    """The enrolment of whoever is asking, on a view for trainees."""
    found = signed_in().trainee
    assert found is not None
    return found


def mark() -> str:
    """The opaque sign of the enrolment of whoever is asking; empty for everybody else."""
    asking = visitor()
    if asking is None or asking.trainee is None:
        return ""
    return house().keeper.mark(asking.trainee.enrolment_id.bytes)


Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
View = Callable[Arguments, Answer]
Rule = Callable[[Visitor], bool]


def is_trainee(asking: Visitor) -> bool:
    """Someone with an enrolment."""
    return asking.trainee is not None


def is_trainer(asking: Visitor) -> bool:
    """Someone who trains some cohort; which one, the page asks with `trains`."""
    return asking.grants.has(Role.TRAINER)


def is_donor(asking: Visitor) -> bool:
    """Someone who reads some programme's releases."""
    return asking.grants.has(Role.DONOR)


def is_administrator(asking: Visitor) -> bool:
    """Someone who runs this installation."""
    return asking.grants.administers


def is_staff(asking: Visitor) -> bool:
    """Someone with a username."""
    return asking.username is not None


def anyone(_asking: Visitor) -> bool:
    """Whoever is signed in."""
    return True


def permit(*rules: Rule) -> Callable[[View[Arguments, Answer]], View[Arguments, Answer | Response]]:
    """Let in whoever satisfies one of the rules: sign-in first, then 403 for the others."""

    def guard(view: View[Arguments, Answer]) -> View[Arguments, Answer | Response]:
        @wraps(view)
        def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer | Response:
            asking = visitor()
            if asking is None:
                return to_sign_in()
            if not any(rule(asking) for rule in rules):
                abort(403)
            return view(*args, **kwargs)

        guarded.permitted = rules  # type: ignore[attr-defined]  # a test reads it on every view
        return guarded

    return guard


def public(view: View[Arguments, Answer]) -> View[Arguments, Answer]:
    """A page for everybody, signed in or not."""
    view.permitted = ()  # type: ignore[attr-defined]  # a test reads it on every view
    return view


def asks_in_its_query(view: View[Arguments, Answer]) -> View[Arguments, Answer]:
    """An address whose own query finds the session's row: asking twice would double its cost."""
    view.permitted = ()  # type: ignore[attr-defined]  # a test reads it on every view
    return view


def token_hash_of_request() -> bytes:
    """What this request's session row would be keyed by."""
    return token_hash(request.cookies.get(COOKIE, ""))


def someone(connection: Connection, at: datetime) -> bool:
    """Whether this request's session is still open."""
    return (
        connection.execute(_WHO, {"token_hash": token_hash_of_request(), "now": at}).first()
        is not None
    )


def to_sign_in() -> Response:
    """The way to the sign-in page and, after it, back here (only pages that can be asked for)."""
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("entry.sign_in", then=back), 303)


def set_cookie(response: Response, token: str, expires_at: datetime) -> None:
    """Hand the session's token to the browser."""
    response.set_cookie(
        COOKIE,
        token,
        expires=expires_at,
        httponly=True,
        samesite="Lax",
        secure=house().config.secure,
    )


def install(app: Flask) -> None:
    """Tell Flask-Login how a request is recognised."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(_load)


def missing() -> NoReturn:
    """There is no such page, or it is not this visitor's: both look the same."""
    abort(404)
