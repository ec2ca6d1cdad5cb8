"""Releases in parts and signed, changes taken back, decisions, rosters, outside tests"""

import sqlalchemy as sa
from alembic import op

import elearn.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _refer(table: str, column: str, target: str) -> None:
    """One more column that refers to a table.

    SQLite takes the reference with the column: to add it later the table would have to be copied,
    and what refers to its rows would be lost or refused.
    """
    name = f"fk_{table}_{column}"
    if op.get_bind().dialect.name == "sqlite":
        kind = elearn.db.Id(length=16).compile(op.get_bind().dialect)
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} {kind} CONSTRAINT {name} REFERENCES {target} (id)"
        )
        return
    op.add_column(table, sa.Column(column, elearn.db.Id(length=16), nullable=True))
    op.create_foreign_key(name, table, target, [column], ["id"])


def upgrade() -> None:
    op.create_table(
        "atom_wave",
        sa.Column("id", elearn.db.Id(length=16), nullable=False),
        sa.Column("programme_id", elearn.db.Id(length=16), nullable=False),
        sa.Column(
            "wave",
            sa.Enum(
                "pre", "post", "follow-up", "six-months", name="wave", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("first_release", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("silent", sa.Integer(), nullable=False),
        sa.Column("s1", sa.BigInteger(), nullable=False),
        sa.Column("s2", sa.BigInteger(), nullable=False),
        sa.Column("s3", sa.BigInteger(), nullable=False),
        sa.Column("q1", sa.BigInteger(), nullable=False),
        sa.Column("q2", sa.BigInteger(), nullable=False),
        sa.Column("q3", sa.BigInteger(), nullable=False),
        sa.Column("x12", sa.BigInteger(), nullable=False),
        sa.Column("x13", sa.BigInteger(), nullable=False),
        sa.Column("x23", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_atom_wave_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_atom_wave")),
    )
    op.create_index(op.f("ix_atom_wave_programme_id"), "atom_wave", ["programme_id"], unique=False)

    op.create_table(
        "change",
        sa.Column("id", elearn.db.Id(length=16), nullable=False),
        sa.Column("at", elearn.db.Instant(), nullable=False),
        sa.Column("actor_id", elearn.db.Id(length=16), nullable=True),
        sa.Column("place_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("subject_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("undone_at", elearn.db.Instant(), nullable=True),
        sa.Column("undone_by", elearn.db.Id(length=16), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_change_actor_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["person.id"], name=op.f("fk_change_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_place_id"), "change", ["place_id"], unique=False)
    op.create_index(op.f("ix_change_subject_id"), "change", ["subject_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", elearn.db.Id(length=16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("decided_by", elearn.db.Id(length=16), nullable=False),
        sa.Column("decided_at", elearn.db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_decision_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        info={"appended": True},
    )
    op.create_index(op.f("ix_decision_name"), "decision", ["name"], unique=False)

    op.create_table(
        "instrument",
        sa.Column("id", elearn.db.Id(length=16), nullable=False),
        sa.Column("programme_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("made_at", elearn.db.Instant(), nullable=False),
        sa.Column("origin", elearn.db.Id(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted_at", elearn.db.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_instrument_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument")),
        sa.UniqueConstraint("programme_id", "title", name=op.f("uq_instrument_programme_id_title")),
    )
    op.create_index(
        op.f("ix_instrument_programme_id"), "instrument", ["programme_id"], unique=False
    )

    op.create_table(
        "opinion_atom",
        sa.Column("id", elearn.db.Id(length=16), nullable=False),
        sa.Column("programme_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("first_release", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=60), nullable=False),
        sa.Column("survey", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(length=20), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_opinion_atom_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_atom")),
    )
    op.create_index(
        op.f("ix_opinion_atom_programme_id"), "opinion_atom", ["programme_id"], unique=False
    )

    op.create_table(
        "release_cohort",
        sa.Column("programme_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("first_release", sa.Integer(), nullable=False),
        sa.Column("cohort_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("s1", sa.BigInteger(), nullable=False),
        sa.Column("s2", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_release_cohort_programme_id")
        ),
        sa.PrimaryKeyConstraint(
            "programme_id", "first_release", "cohort_key", name=op.f("pk_release_cohort")
        ),
    )
    op.create_table(
        "atom_sum",
        sa.Column("atom_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["atom_id"], ["atom.id"], name=op.f("fk_atom_sum_atom_id")),
        sa.PrimaryKeyConstraint("atom_id", "name", name=op.f("pk_atom_sum")),
    )
    op.create_table(
        "atom_wave_part",
        sa.Column("wave_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("atom_id", elearn.db.Id(length=16), nullable=False),
        sa.ForeignKeyConstraint(["atom_id"], ["atom.id"], name=op.f("fk_atom_wave_part_atom_id")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["atom_wave.id"], name=op.f("fk_atom_wave_part_wave_id")
        ),
        sa.PrimaryKeyConstraint("wave_id", "atom_id", name=op.f("pk_atom_wave_part")),
    )
    op.create_table(
        "join_link",
        sa.Column("id", elearn.db.Id(length=16), nullable=False),
        sa.Column("cohort_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("short", sa.String(length=8), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("opened_at", elearn.db.Instant(), nullable=False),
        sa.Column("opened_by", elearn.db.Id(length=16), nullable=False),
        sa.Column("closes_at", elearn.db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_join_link_cohort_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_join_link_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_link")),
        sa.UniqueConstraint("short", name=op.f("uq_join_link_short")),
    )
    op.create_index(op.f("ix_join_link_cohort_id"), "join_link", ["cohort_id"], unique=False)

    op.create_table(
        "opinion_member",
        sa.Column("sheet_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("atom_id", elearn.db.Id(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["atom_id"], ["opinion_atom.id"], name=op.f("fk_opinion_member_atom_id")
        ),
        sa.PrimaryKeyConstraint("sheet_id", name=op.f("pk_opinion_member")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_opinion_member_atom_id"), "opinion_member", ["atom_id"], unique=False)

    op.create_table(
        "opinion_sum",
        sa.Column("atom_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.String(length=60), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["atom_id"], ["opinion_atom.id"], name=op.f("fk_opinion_sum_atom_id")
        ),
        sa.PrimaryKeyConstraint("atom_id", "question", "answer", name=op.f("pk_opinion_sum")),
    )
    op.create_table(
        "release_check",
        sa.Column("id", elearn.db.Id(length=16), nullable=False),
        sa.Column("release_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("checked_at", elearn.db.Instant(), nullable=False),
        sa.Column("checked_by", elearn.db.Id(length=16), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tests", sa.Integer(), nullable=False),
        sa.Column("forgotten", sa.Integer(), nullable=False),
        sa.Column("totals", sa.Integer(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["person.id"], name=op.f("fk_release_check_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_check_release_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_check")),
        info={"appended": True},
    )
    op.create_index(
        op.f("ix_release_check_release_id"), "release_check", ["release_id"], unique=False
    )

    op.create_table(
        "release_count",
        sa.Column("release_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_count_release_id")
        ),
        sa.PrimaryKeyConstraint("release_id", "name", name=op.f("pk_release_count")),
    )
    op.create_table(
        "roster_import",
        sa.Column("id", elearn.db.Id(length=16), nullable=False),
        sa.Column("cohort_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("table_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("cards", sa.JSON(), nullable=False),
        sa.Column("started_at", elearn.db.Instant(), nullable=False),
        sa.Column("finished_at", elearn.db.Instant(), nullable=True),
        sa.Column("imported_by", elearn.db.Id(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_roster_import_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["person.id"], name=op.f("fk_roster_import_imported_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
        sa.UniqueConstraint(
            "cohort_id", "table_key", name=op.f("uq_roster_import_cohort_id_table_key")
        ),
    )
    op.create_index(
        op.f("ix_roster_import_cohort_id"), "roster_import", ["cohort_id"], unique=False
    )

    op.create_table(
        "outside_test",
        sa.Column("id", elearn.db.Id(length=16), nullable=False),
        sa.Column("instrument_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("enrolment_id", elearn.db.Id(length=16), nullable=False),
        sa.Column(
            "wave",
            sa.Enum(
                "pre", "post", "follow-up", "six-months", name="wave", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("newcomer", sa.Boolean(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("imported_at", elearn.db.Instant(), nullable=False),
        sa.Column("origin", elearn.db.Id(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted_at", elearn.db.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_outside_test_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"], ["instrument.id"], name=op.f("fk_outside_test_instrument_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_test")),
        sa.UniqueConstraint(
            "instrument_id",
            "wave",
            "enrolment_id",
            name=op.f("uq_outside_test_instrument_id_wave_enrolment_id"),
        ),
    )
    op.create_index(
        op.f("ix_outside_test_enrolment_id"), "outside_test", ["enrolment_id"], unique=False
    )

    op.create_table(
        "release_signature",
        sa.Column("release_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("check_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("signed_at", elearn.db.Instant(), nullable=False),
        sa.Column("signed_by", elearn.db.Id(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_id"], ["release_check.id"], name=op.f("fk_release_signature_check_id")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_signature_release_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["person.id"], name=op.f("fk_release_signature_signed_by")
        ),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_release_signature")),
        info={"appended": True},
    )
    op.create_table(
        "outside_answer",
        sa.Column("test_id", elearn.db.Id(length=16), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("choice", sa.String(length=20), nullable=True),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["test_id"], ["outside_test.id"], name=op.f("fk_outside_answer_test_id")
        ),
        sa.PrimaryKeyConstraint("test_id", "label", name=op.f("pk_outside_answer")),
    )
    op.add_column(
        "atom", sa.Column("zone", sa.String(length=20), server_default="*", nullable=False)
    )
    op.add_column(
        "atom", sa.Column("age_band", sa.String(length=20), server_default="*", nullable=False)
    )
    op.add_column("atom", sa.Column("form", sa.Integer(), nullable=True))
    _refer("atom", "replaces", "atom")

    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_index(op.f("ix_audit_entry_subject_id"), "audit_entry", ["subject_id"], unique=False)

    op.add_column("author_note", sa.Column("handled_at", elearn.db.Instant(), nullable=True))
    _refer("author_note", "handled_by", "person")

    op.add_column("cohort", sa.Column("further_courses", sa.JSON(), nullable=True))
    op.add_column("cohort", sa.Column("zone", sa.String(length=20), nullable=True))
    op.add_column("cohort", sa.Column("archived_at", elearn.db.Instant(), nullable=True))

    op.add_column("enrolment", sa.Column("course_id", sa.String(length=60), nullable=True))
    op.add_column("enrolment", sa.Column("withdrawn_at", elearn.db.Instant(), nullable=True))

    op.add_column("programme", sa.Column("archived_at", elearn.db.Instant(), nullable=True))
    op.add_column(
        "programme",
        sa.Column(
            "first_split",
            sa.Enum(
                "sex",
                "profession",
                "zone",
                "region",
                "age_band",
                "course_id",
                name="dimension",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
    )
    op.add_column(
        "programme",
        sa.Column(
            "second_split",
            sa.Enum(
                "sex",
                "profession",
                "zone",
                "region",
                "age_band",
                "course_id",
                name="dimension",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
    )

    op.add_column("release", sa.Column("form", sa.Integer(), nullable=True))
    op.add_column("release", sa.Column("whole", sa.Boolean(), nullable=True))
    op.add_column("release", sa.Column("corrects", sa.Integer(), nullable=True))
    op.add_column("release", sa.Column("reason", sa.String(length=300), nullable=True))

    op.add_column(
        "survey_sheet", sa.Column("sent", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("survey_sheet", "sent")

    op.drop_column("release", "reason")
    op.drop_column("release", "corrects")
    op.drop_column("release", "whole")
    op.drop_column("release", "form")

    op.drop_column("programme", "second_split")
    op.drop_column("programme", "first_split")
    op.drop_column("programme", "archived_at")

    op.drop_column("enrolment", "withdrawn_at")
    op.drop_column("enrolment", "course_id")

    op.drop_column("cohort", "archived_at")
    op.drop_column("cohort", "zone")
    op.drop_column("cohort", "further_courses")

    op.drop_column("author_note", "handled_by")
    op.drop_column("author_note", "handled_at")

    op.drop_index(op.f("ix_audit_entry_subject_id"), "audit_entry")
    op.drop_index(op.f("ix_audit_entry_at"), "audit_entry")

    op.drop_column("atom", "replaces")
    op.drop_column("atom", "form")
    op.drop_column("atom", "age_band")
    op.drop_column("atom", "zone")

    op.drop_table("outside_answer")
    op.drop_table("release_signature")
    op.drop_index(op.f("ix_outside_test_enrolment_id"), "outside_test")

    op.drop_table("outside_test")
    op.drop_index(op.f("ix_roster_import_cohort_id"), "roster_import")

    op.drop_table("roster_import")
    op.drop_table("release_count")
    op.drop_index(op.f("ix_release_check_release_id"), "release_check")

    op.drop_table("release_check")
    op.drop_table("opinion_sum")
    op.drop_index(op.f("ix_opinion_member_atom_id"), "opinion_member")

    op.drop_table("opinion_member")
    op.drop_index(op.f("ix_join_link_cohort_id"), "join_link")

    op.drop_table("join_link")
    op.drop_table("atom_wave_part")
    op.drop_table("atom_sum")
    op.drop_table("release_cohort")
    op.drop_index(op.f("ix_opinion_atom_programme_id"), "opinion_atom")

    op.drop_table("opinion_atom")
    op.drop_index(op.f("ix_instrument_programme_id"), "instrument")

    op.drop_table("instrument")
    op.drop_index(op.f("ix_decision_name"), "decision")

    op.drop_table("decision")
    op.drop_index(op.f("ix_change_subject_id"), "change")
    op.drop_index(op.f("ix_change_place_id"), "change")

    op.drop_table("change")
    op.drop_index(op.f("ix_atom_wave_programme_id"), "atom_wave")

    op.drop_table("atom_wave")
