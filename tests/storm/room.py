"""A room full of phones, and what the laptop must hold when all have gone."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from sqlalchemy import Engine, Row, select
from sqlalchemy.orm import Session

from elearn.cohorts.enrolment import Card
from elearn.cohorts.models import Enrolment, Mode
from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.passwords import Keeper
from elearn.quizzes import attempts
from elearn.quizzes.models import Answer, Attempt, Response
from elearn.quizzes.waves import Wave
from tests.conftest import tell
from tests.quizzes.any_order import Sums, sums
from tests.storm.ledger import Ledger
from tests.storm.person import Person, wanted
from tests.storm.phone import Phone


@dataclass
class Room:
    """The people of one session in a room, both of its tests open."""

    engine: Engine
    library: Library
    cards: Sequence[Card]
    seed: int
    ledger: Ledger = field(default_factory=Ledger)
    people: list[Person] = field(default_factory=list)

    @contextmanager
    def working(
        self,
        address: Callable[[], tuple[str, int]],
        *,
        patience: float,
        seconds: float,
        done: Callable[[], float] = lambda: 1.0,
    ) -> Iterator[None]:
        """Everybody takes both tests while the block runs; it ends when all are through."""
        for card in self.cards:
            random = Random(f"{self.seed}:{card.number}")
            phone = Phone(card, address, random, patience=patience, seconds=seconds)
            self.people.append(Person(phone, self.library, self.ledger, self.seed, done))
        with ThreadPoolExecutor(len(self.people)) as pool:
            under_way = [pool.submit(person.run) for person in self.people]
            try:
                yield
            finally:
                for one in under_way:
                    one.result(seconds + 30)

    def lost(self) -> set[str]:
        """Answers that the server said it had and has not."""
        acknowledged = self.ledger.acknowledged
        with self.engine.connect() as connection:
            kept = {one.hex for one in connection.scalars(select(Answer.id))}
        return set(acknowledged - kept)

    def check(self) -> None:
        """Every answer once and as it was made, the script's score for everybody, handed in."""
        assert [person.refused for person in self.people] == [[] for _ in self.people]
        assert self.lost() == set()
        written = Counter((row.writer, row.item) for row in self._of_forms())
        assert set(written.values()) <= {1}, "a form was written twice"
        for row in self._rows(Answer):
            made = self.ledger.made.get(row.id.hex)
            if made is None:
                assert row.choice in [one[row.item] for one in self.ledger.forms[row.writer.hex()]]
                continue
            assert (row.attempt_id.hex, row.item, row.choice, row.writer.hex(), row.number) == (
                made["attempt"].replace("-", ""),
                made["item"],
                made["choice"],
                made["writer"],
                made["number"],
            )
        taken = self._taken()
        assert len(taken) == 2 * len(self.cards)
        for card, attempt in taken:
            self._check_score(card, attempt)
        self._check_forms(taken)

    def _of_forms(self) -> list[Row[tuple[object, ...]]]:
        return [row for row in self._rows(Answer) if row.id.hex not in self.ledger.made]

    def _check_score(self, card: int, attempt: Row[tuple[object, ...]]) -> None:
        items = [self._item(row["item"]) for row in attempt.shown]
        script = {item.id: wanted(self.seed, card, item) for item in items}
        responses = {
            row.item: row.choice for row in self._rows(Response) if row.attempt_id == attempt.id
        }
        assert responses == script
        counted = sums([(item, script[item.id]) for item in items])
        assert Sums(attempt.answered, attempt.points, attempt.unknown) == counted
        assert attempt.submitted_at is not None

    def _check_forms(self, taken: Sequence[tuple[int, Row[tuple[object, ...]]]]) -> None:
        """Two arms of the same size, and everybody the other form afterwards."""
        for wave in (Wave.PRE, Wave.POST):
            arms = Counter(one.form for _, one in taken if one.wave == wave)
            assert set(arms) == {"A", "B"}
            assert abs(arms["A"] - arms["B"]) <= 1
        forms = Counter((card, one.form) for card, one in taken)
        assert set(forms.values()) == {1}

    def _taken(self) -> list[tuple[int, Row[tuple[object, ...]]]]:
        card, columns = Enrolment.card_number, Attempt.__table__.c
        wanted_rows = select(card, *columns).join(Attempt, Attempt.enrolment_id == Enrolment.id)
        with self.engine.connect() as connection:
            return [(row.card_number, row) for row in connection.execute(wanted_rows)]

    def _rows(self, table: type[Answer] | type[Response]) -> Sequence[Row[tuple[object, ...]]]:
        with self.engine.connect() as connection:
            return connection.execute(select(table.__table__.c)).all()

    def _item(self, item: str) -> Item:
        found = self.library.question(item)
        assert isinstance(found, Item)
        return found


def furnish(
    session: Session, engine: Engine, keeper: Keeper, library: Library, cards: int, seed: int
) -> Room:
    """A session that meets today, with so many cards and both tests open."""
    story = tell(session, keeper, Mode.ROOM, cards=cards)
    now = datetime.now(UTC)
    with writing(session):
        session.add(story.cohort)
        story.cohort.starts_on = story.cohort.ends_on = now.date()
        for wave in (Wave.PRE, Wave.POST):
            attempts.open_test(session, story.cohort.id, wave, now)
    return Room(engine, library, story.cards, seed)
