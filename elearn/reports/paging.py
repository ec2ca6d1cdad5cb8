"""The cohorts that a person trains, page by page: those granted alone, and whole programmes."""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, or_

from elearn.cohorts.models import Cohort


def trained(
    asked: Select[Any],
    cohorts: Collection[uuid.UUID],
    programmes: Collection[uuid.UUID],
    *,
    latest: Any,
    offset: int,
    limit: int,
) -> Select[Any]:
    """The statement over cohorts for these alone, by the column `latest` from the last one on."""
    mine = or_(Cohort.id.in_(cohorts), Cohort.programme_id.in_(programmes))
    return (
        asked.where(mine, Cohort.deleted_at.is_(None))
        .order_by(latest.desc(), Cohort.id.desc())
        .offset(offset)
        .limit(limit)
    )
