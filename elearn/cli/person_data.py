"""`elearn people`: what one person may ask for, a copy of all that is kept, or to be forgotten."""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from elearn.app import keeper
from elearn.cli.database import configured, opened
from elearn.cli.refusing import Refused, spoken
from elearn.db import empty_log, writing
from elearn.documents.words import Words
from elearn.people import codes
from elearn.people.codes import MistypedCode
from elearn.people.models import Person
from elearn.privacy import copying, erasing, gathering
from elearn.privacy.gathering import NoSuchPerson


@click.group()
def people() -> None:
    """Answer one person's request about their data: a copy, or erasure."""


CODE = click.argument("code", required=False)
SESSION = click.option(
    "--session", "cohort", type=click.UUID, help="For somebody without a code: id of the session."
)
CARD = click.option("--card", type=int, help="And the number of their card in it.")


@dataclass(frozen=True)
class Whose:
    """How the command names a person: a code, or a session and a card number."""

    code: str | None
    cohort: uuid.UUID | None
    card: int | None

    def find(self, session: Session, words: Words) -> Person:
        """The person; raises Refused, or a mistake of typing (exit 2) where nobody is named."""
        try:
            if self.code is not None:
                return gathering.of_code(session, codes.read_code(self.code))
            if self.cohort is None or self.card is None:
                raise click.UsageError("Name a CODE, or --session and --card.")
            return gathering.of_card(session, self.cohort, self.card)
        except MistypedCode as refused:
            raise Refused(
                words.say("This code has a wrong or missing sign: compare it with your card.")
            ) from refused
        except NoSuchPerson as refused:
            raise Refused(words.say("Nobody here holds this card.")) from refused


@people.command("export")
@CODE
@SESSION
@CARD
@click.option("--to", type=click.Path(path_type=Path), help="Write to this file, not to stdout.")
def export(code: str | None, cohort: uuid.UUID | None, card: int | None, to: Path | None) -> None:
    """All that is kept about the holder of this card, as JSON; the request is logged.

    The PIN's and the cookies' hashes are left out, and who of the staff did what. Exit code 1:
    the code is mistyped, or nobody holds it.
    """
    with opened(configured()) as session, writing(session):
        person = Whose(code, cohort, card).find(session, spoken())
        found = copying.copy(session, person, None, datetime.now(UTC))
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if to is None:
        click.echo(text, nl=False)
    else:
        to.write_text(text, encoding="utf-8")


@people.command("erase")
@CODE
@SESSION
@CARD
@click.option("--yes", is_flag=True, help="Do not ask again.")
def erase(code: str | None, cohort: uuid.UUID | None, card: int | None, yes: bool) -> None:
    """Forget the holder of this card for good; published figures stay as they are.

    Opinions cannot be found again: they were never linked. Copies of the database made before
    still hold the person. Exit code 1: the code is mistyped, nobody holds it, or you said no.
    """
    words, config, whose = spoken(), configured(), Whose(code, cohort, card)
    with opened(config) as session:
        whose.find(session, words)
        if not yes:
            click.confirm(
                words.say("Erase for good all that is kept about this person?"), abort=True
            )
        with writing(session):
            person = whose.find(session, words)
            gone = erasing.erase(session, person, None, keeper(config), datetime.now(UTC))
        empty_log(session)
    click.echo(
        words.say_many(
            "Erased: the card opens nothing any more. %(n)s row deleted.",
            "Erased: the card opens nothing any more. %(n)s rows deleted.",
            gone,
        )
    )
