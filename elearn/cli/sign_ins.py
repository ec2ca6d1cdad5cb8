"""The demonstration's sign-ins as lines to copy, in both languages: whoever reads may know one."""

from elearn.config import LANGUAGES
from elearn.demonstration.plans import ADMINISTRATOR, DONOR, TRAINEE, TRAINER
from elearn.documents.words import Words, words
from elearn.people.codes import written


def sign_ins() -> str:
    """One sign-in for each of the four roles, under its address, language after language."""
    return "\n".join(_in(words(language)) for language in LANGUAGES)


def _in(spoken: Words) -> str:
    say = spoken.say
    card = say("Code: %(code)s   PIN: %(pin)s", code=written(TRAINEE.name), pin=TRAINEE.secret)
    lines = [
        say("Sign-ins of the demonstration"),
        *_one(say("Trainee"), f"/{spoken.language}/sign-in", card),
    ]
    for role, who in (
        (say("Trainer"), TRAINER),
        (say("Partner"), DONOR),
        (say("Administrator"), ADMINISTRATOR),
    ):
        name = say(
            "Username: %(username)s   Password: %(password)s",
            username=who.name,
            password=who.secret,
        )
        lines += _one(role, f"/{spoken.language}/staff", name)
    return "\n".join(lines)


def _one(role: str, address: str, sign_in: str) -> tuple[str, str]:
    return f"  {role} ({address})", f"    {sign_in}"
