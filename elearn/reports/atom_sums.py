"""The sums that an atom keeps under names, beside its columns: what indicators are counted from.

Of all its people: `reused` (cards that were in the programme before), `submitted`, `women`, `men`,
`age_known`, `under_35`, and of each dimension that divides the programme `of:sex:woman`; `minutes`
of training and `with_minutes`, of those whose sessions ticked half-days. Of its pairs: `unknown`
(« Je ne sais pas »), `critical` and `objective:…`, each as items right (or unknown) and items
asked, before and after: `critical:after`, `critical:of-after`.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment, HalfDay, Presence
from elearn.programmes.dimensions import Dimension
from elearn.reports.finals import Final, Scored
from elearn.reports.sheet_sums import Sums
from elearn.results.shared_sums import Part, publishable

UNKNOWN = "unknown"
YOUNG = ("under-25", "25-34")
AGES = (*YOUNG, "35-44", "45-54", "55-over")

Minutes = Mapping[uuid.UUID, int]
"""Minutes of attendance by enrolment, of cohorts that ticked half-days."""
Naming = Callable[[Sequence[Final]], dict[str, int]]
"""The named sums of a group of people."""


def minutes(session: Session, cohorts: Collection[uuid.UUID]) -> Minutes:
    """How long each person of these cohorts was there; cohorts without a tick are missing."""
    ticked = select(HalfDay.cohort_id).where(
        HalfDay.cohort_id.in_(cohorts), HalfDay.minutes.is_not(None)
    )
    there = (
        select(Presence.enrolment_id, func.sum(HalfDay.minutes).label("minutes"))
        .join(HalfDay, HalfDay.id == Presence.half_day_id)
        .where(HalfDay.cohort_id.in_(cohorts), HalfDay.deleted_at.is_(None))
        .group_by(Presence.enrolment_id)
        .subquery()
    )
    rows = session.execute(
        select(Enrolment.id, func.coalesce(there.c.minutes, 0))
        .outerjoin(there, there.c.enrolment_id == Enrolment.id)
        .where(Enrolment.cohort_id.in_(ticked))
    )
    return {enrolment_id: int(found) for enrolment_id, found in rows}


def named(
    group: Sequence[Final],
    attended: Minutes,
    sheets: Mapping[uuid.UUID, Sums],
    divided: Iterable[Dimension] = (),
) -> dict[str, int]:
    """All named sums of an atom of these people, what a few alone have a part in left out."""
    return {
        **_heads(group),
        **Counter(of(each, one.profile[each]) for each in divided for one in group),
        **publishable([_hours(one, attended) for one in group]),
        **publishable([_answers(one, sheets) for one in group if one.pair]),
    }


def of(dimension: Dimension, value: str) -> str:
    """The name of the count of an atom's people with this value."""
    return f"of:{dimension}:{value}"


def _heads(group: Iterable[Final]) -> dict[str, int]:
    people = list(group)
    sexes = [one.profile.get(Dimension.SEX) for one in people]
    ages = [one.profile.get(Dimension.AGE_BAND) for one in people]
    return {
        "reused": sum(one.reused for one in people),
        "submitted": sum(one.submitted for one in people),
        "women": sexes.count("woman"),
        "men": sexes.count("man"),
        "age_known": sum(age in AGES for age in ages),
        "under_35": sum(age in YOUNG for age in ages),
    }


def _hours(one: Final, attended: Minutes) -> Part:
    found = attended.get(one.enrolment_id)
    return Part(one.person_id, {} if found is None else {"minutes": found, "with_minutes": 1})


def _answers(one: Final, sheets: Mapping[uuid.UUID, Sums]) -> Part:
    assert one.pair is not None
    before, after = (_test(test, sheets) for test in one.pair)
    values: dict[str, int] = {}
    for name in before.keys() & after.keys():
        for moment, (part, of) in (("before", before[name]), ("after", after[name])):
            values[f"{name}:{moment}"] = part
            values[f"{name}:of-{moment}"] = of
    return Part(one.person_id, values)


def _test(test: Scored, sheets: Mapping[uuid.UUID, Sums]) -> dict[str, tuple[int, int]]:
    found = dict(sheets.get(test.attempt_id, {}))
    if test.unknown is not None:
        found[UNKNOWN] = (test.unknown, test.maximum)
    return found
