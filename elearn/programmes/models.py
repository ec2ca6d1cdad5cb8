"""What is funded."""

import uuid
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.db import Stored, Travels, new_id, one_of
from elearn.programmes.dimensions import Dimension


class Programme(Travels, Stored):
    """What a donor funds: cohorts, reported in one time zone."""

    __tablename__ = "programme"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    time_zone: Mapped[str] = mapped_column(String(40), default="Africa/Bamako")
    made_at: Mapped[datetime]
    # Out of the lists of those who make sessions; its releases stay where they are.
    archived_at: Mapped[datetime | None]
    # What its published figures are divided by, chosen when it is made; None is nothing.
    first_split: Mapped[Dimension | None] = mapped_column(one_of(Dimension))
    second_split: Mapped[Dimension | None] = mapped_column(one_of(Dimension))

    @property
    def splits(self) -> tuple[Dimension, ...]:
        """What its figures are divided by, in order."""
        return tuple(one for one in (self.first_split, self.second_split) if one is not None)
