"""What the demonstration holds: invented sessions, and who signs in to look at them."""

from dataclasses import dataclass, field
from datetime import timedelta

from elearn.quizzes.waves import Wave

PROGRAMME = "Premières heures, exemple"
TIME_ZONE = "Africa/Bamako"
COURSE = "garanties-premieres-heures"
SEED = 39


BOTH = frozenset({Wave.PRE, Wave.POST})
PRE_ONLY = frozenset({Wave.PRE})
POST_ONLY = frozenset({Wave.POST})
NEITHER: frozenset[Wave] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """A session that is over: when it began, and the cards that did not take both tests."""

    name: str
    region: str
    began: timedelta
    people: int
    exceptions: dict[int, frozenset[Wave]] = field(default_factory=dict)
    declined: frozenset[int] = frozenset()

    def took(self, card: int) -> frozenset[Wave]:
        """Which tests the person of this card took."""
        return NEITHER if card in self.declined else self.exceptions.get(card, BOTH)


SEGOU = Plan(
    "Ségou",
    "Ségou",
    timedelta(days=45),
    25,
    {
        4: PRE_ONLY,
        11: PRE_ONLY,
        19: PRE_ONLY,
        22: POST_ONLY,
        25: NEITHER,
    },
    declined=frozenset({8}),
)
KITA = Plan(
    "Kita",
    "Kita",
    timedelta(days=73),
    22,
    {6: PRE_ONLY, 15: PRE_ONLY, 17: NEITHER},
)
SIKASSO = Plan(
    "Sikasso", "Sikasso", timedelta(days=101), 24, {3: PRE_ONLY, 12: NEITHER, 20: PRE_ONLY}
)
BAMAKO = Plan("Bamako", "Bamako", timedelta(days=122), 20, {7: PRE_ONLY, 16: POST_ONLY})
IN_ROOMS = (BAMAKO, SIKASSO, KITA, SEGOU)
SAN = Plan("San, sur papier", "San", timedelta(days=24), 16, {9: PRE_ONLY, 14: POST_ONLY})
# A first release once the four sessions on screens were over, a second one today.
RELEASED = (timedelta(days=30), timedelta(0))


@dataclass(frozen=True, slots=True)
class SignIn:
    """How one of the demonstration's people comes in: a card, or a username and a password."""

    name: str
    secret: str


# The trainee's code ends with its check symbol, like any other.
TRAINEE = SignIn("DANBE0019", "135790")
TRAINER = SignIn("formatrice", "exemple-formatrice")
DONOR = SignIn("bailleur", "exemple-bailleur")
ADMINISTRATOR = SignIn("admin", "exemple-administration")
SIGN_INS = (TRAINEE, TRAINER, DONOR, ADMINISTRATOR)

# The chance that somebody with both tests comes back for the follow-up.
CAME_BACK = 0.7

TODAY, TODAY_PEOPLE, HANDED_IN = "Koulikoro", 12, 0.5
ONLINE, ONLINE_PEOPLE = "En ligne", 4
