"""What is asked and answered: wordings, openings, attempts, and the two tables of answers."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.db import APPENDED, Stored, Travels, new_id, one_of
from elearn.quizzes.causes import Cause
from elearn.quizzes.policies import Allowing, Counting, Feedback
from elearn.quizzes.rulings import RulingKind
from elearn.quizzes.states import Late
from elearn.quizzes.waves import Entry, Source, Wave


class Wording(Stored):
    """One wording of one item, kept for good: what an answer answered."""

    __tablename__ = "wording"
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    item: Mapped[str] = mapped_column(String(30), index=True)
    version: Mapped[int]
    # The item as canonical JSON (`courses.wording`): all that a person sees and all that scores it.
    text: Mapped[str] = mapped_column(Text)
    first_seen_at: Mapped[datetime]


class Opening(Travels, Stored):
    """A test of a cohort that its trainer opened, and closed again: states follow from it."""

    __tablename__ = "opening"
    __table_args__ = (UniqueConstraint("cohort_id", "wave"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cohort.id"))
    wave: Mapped[Wave] = mapped_column(one_of(Wave))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Excuse(Stored):
    """Someone whom the trainer excused from a test: the state says so, never a zero."""

    __tablename__ = "excuse"
    enrolment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    wave: Mapped[Wave] = mapped_column(one_of(Wave), primary_key=True)
    excused_at: Mapped[datetime]


class TestPolicy(Travels, Stored):
    """The rules of one test of a cohort that a trainer changed; without a row, `Policy()` holds."""

    __tablename__ = "test_policy"
    __table_args__ = (UniqueConstraint("cohort_id", "wave"),)
    __test__ = False  # pytest would take its name for a test's
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cohort.id"))
    wave: Mapped[Wave] = mapped_column(one_of(Wave))
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    word: Mapped[str | None] = mapped_column(String(40))
    tries: Mapped[int] = mapped_column(default=1)
    counting: Mapped[Counting] = mapped_column(one_of(Counting), default=Counting.FIRST)
    feedback: Mapped[Feedback] = mapped_column(one_of(Feedback), default=Feedback.AT_ONCE)
    keys: Mapped[bool] = mapped_column(default=False)


class Allowance(Stored):
    """What a trainer allowed or decided for one person's test, and why; rows are only added."""

    __tablename__ = "allowance"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    enrolment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enrolment.id"), index=True)
    wave: Mapped[Wave] = mapped_column(one_of(Wave))
    kind: Mapped[Allowing] = mapped_column(one_of(Allowing))
    until: Mapped[datetime | None]
    minutes: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(300))
    allowed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    allowed_at: Mapped[datetime]


class Attempt(Travels, Stored):
    """One person's taking of one test in one form.

    Number 1 is the try that counts, whatever its order; `tried` is its place among the person's
    tries (1, 2, 3), and `replaces` says that it takes number 1 with its first answer. `ended_at`:
    a second try ended it. `late`: answers came after closing, and what was decided about them.

    `shown` keeps, item by item, the wording's hash (hex) and the order of its options. The sums
    (`answered`, `points`, `unknown`: items) are kept in the transaction that keeps an answer, so
    that a test is scored even when "submit" never arrives. A paper total has sums and no answers.
    """

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("enrolment_id", "wave", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    enrolment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enrolment.id"), index=True)
    wave: Mapped[Wave] = mapped_column(one_of(Wave))
    number: Mapped[int] = mapped_column(default=1)
    tried: Mapped[int] = mapped_column(default=1)
    replaces: Mapped[bool] = mapped_column(default=False)
    source: Mapped[Source] = mapped_column(one_of(Source), default=Source.SCREEN)
    form: Mapped[str | None] = mapped_column(String(1))
    language: Mapped[str | None] = mapped_column(String(8))
    shown: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    maximum: Mapped[int]
    answered: Mapped[int] = mapped_column(default=0)
    points: Mapped[int] = mapped_column(default=0)
    unknown: Mapped[int | None] = mapped_column(default=0)
    started_at: Mapped[datetime]
    # The arrival of its last answer, counted or late: the next one arrives behind it.
    last_answer_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    late: Mapped[Late | None] = mapped_column(one_of(Late))
    # The times of its answers were rounded to their week: `arrivals.round_off`.
    weekly: Mapped[bool] = mapped_column(default=False)


class Answer(Stored):
    """One answer as it was given, never overwritten; its id was made where it was given.

    `choice` is None for « Je ne sais pas », else option ids (for match, prompt id to option id).
    """

    __tablename__ = "answer"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attempt.id"), index=True)
    item: Mapped[str] = mapped_column(String(30))
    choice: Mapped[Any] = mapped_column(JSON(none_as_null=False))
    # 16 bytes made for one attempt in one browser, or for one form rendered without script.
    writer: Mapped[bytes] = mapped_column(LargeBinary(16))
    number: Mapped[int] = mapped_column(BigInteger)
    given_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime]
    # False for one that came after closing, until the trainer counts it: no response rests on it.
    counts: Mapped[bool] = mapped_column(default=True)


class Response(Stored):
    """The answer that counts for one item of one attempt, derived from the answers."""

    __tablename__ = "response"
    attempt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(30), primary_key=True)
    answer_id: Mapped[uuid.UUID]
    choice: Mapped[Any] = mapped_column(JSON(none_as_null=False))
    writer: Mapped[bytes] = mapped_column(LargeBinary(16))
    number: Mapped[int] = mapped_column(BigInteger)
    arrived_at: Mapped[datetime]
    unknown: Mapped[bool]
    points: Mapped[int]


class ScoreChange(Stored):
    """A score that changed after it was kept: what it was, what it became, by whom, and why.

    Points and maximum are items; None is "no test". Rows are only ever added. Where a further try
    took the place of one, it is that try's row, and `after` is what it had by then.
    """

    __tablename__ = "score_change"
    __table_args__ = (APPENDED,)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    attempt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attempt.id"), index=True)
    cause: Mapped[Cause] = mapped_column(one_of(Cause), default=Cause.PAPER)
    points_before: Mapped[int | None]
    points_after: Mapped[int | None]
    maximum_before: Mapped[int | None]
    maximum_after: Mapped[int | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    import_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("paper_import.id"))
    ruling_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ruling.id"))
    reason: Mapped[str | None] = mapped_column(String(300))


class CommonScore(Stored):
    """What one person's three tests scored on the points of the blueprint that all three asked.

    Kept when single answers are deleted, for a follow-up is shorter than the tests before it and
    sums over a whole test cannot be compared with it. In items.
    """

    __tablename__ = "common_score"
    enrolment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    wave: Mapped[Wave] = mapped_column(one_of(Wave), primary_key=True)
    before: Mapped[int]
    after: Mapped[int]
    later: Mapped[int]
    maximum: Mapped[int]


class PaperImport(Stored):
    """One file of paper totals that a trainer accepted for a cohort."""

    __tablename__ = "paper_import"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cohort.id"), index=True)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    maximum: Mapped[int]
    # Then memory may explain part of a gain: said on the page, and kept out of every release.
    same_questions: Mapped[bool]
    imported_at: Mapped[datetime]
    imported_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))


class Booklet(Stored):
    """One form of a cohort's test as it was printed: the same items and letters for everybody.

    `shown` is what the attempt keeps at keying, so that a question mended after the printing is
    still marked by what stood on the paper.
    """

    __tablename__ = "booklet"
    cohort_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    wave: Mapped[Wave] = mapped_column(one_of(Wave), primary_key=True)
    form: Mapped[str] = mapped_column(String(1), primary_key=True)
    shown: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    printed_at: Mapped[datetime]


class AnswerSheet(Stored):
    """The form that one person's answer sheet names, kept when it was printed."""

    __tablename__ = "answer_sheet"
    enrolment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    wave: Mapped[Wave] = mapped_column(one_of(Wave), primary_key=True)
    form: Mapped[str] = mapped_column(String(1))
    printed_at: Mapped[datetime]


class Keying(Stored):
    """One entry of a sheet of paper, never changed: a token a question, by whom and when."""

    __tablename__ = "keying"
    __table_args__ = (UniqueConstraint("attempt_id", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    attempt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attempt.id"), index=True)
    number: Mapped[int]
    entry: Mapped[Entry] = mapped_column(one_of(Entry))
    tokens: Mapped[list[str]] = mapped_column(JSON)
    keyed_at: Mapped[datetime]
    keyed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))


class Ruling(Stored):
    """What an administrator ruled on one wording, and why; the newest on it holds.

    `key` as `Item.key` has it. Rows are only ever added: taking back is a further ruling.
    """

    __tablename__ = "ruling"
    __table_args__ = (UniqueConstraint("wording", "number"), APPENDED)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    wording: Mapped[bytes] = mapped_column(LargeBinary(32), ForeignKey("wording.hash"))
    # The wording's item again, so that keeping an answer can ask without reading the wording.
    item: Mapped[str] = mapped_column(String(30), index=True)
    # 1, 2, 3 … for each wording.
    number: Mapped[int]
    kind: Mapped[RulingKind] = mapped_column(one_of(RulingKind))
    key: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str] = mapped_column(String(300))
    ruled_at: Mapped[datetime]
    ruled_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
