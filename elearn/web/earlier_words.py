"""The sentences that set a session beside the trainer's earlier ones: a difference, no order."""

from markupsafe import Markup

from elearn.reports.earlier import Earlier
from elearn.web.languages import here, say
from elearn.web.marked import figure, sentence


def finding(found: Earlier) -> Markup:
    """What the difference is, and whether it may be chance."""
    said = sentence(
        say(
            "This session’s gain minus that of your %(sessions)s earlier ones together: "
            "%(difference)s points (95%% interval %(lo)s to %(hi)s)."
        ),
        sessions=figure("earlier.sessions", here().number(found.sessions)),
        difference=figure("earlier.difference", here().signed(found.difference.value, 1)),
        lo=figure("earlier.low", here().signed(found.difference.lo, 1)),
        hi=figure("earlier.high", here().signed(found.difference.hi, 1)),
    )
    if found.by_chance:
        said += " " + say("It holds zero: these scores cannot tell this session from the others.")
    return said


def sentences(found: Earlier) -> list[Markup | str]:
    """What it rests on, and what it does not say."""
    gain = found.gain
    said: list[Markup | str] = [
        sentence(
            say(
                "Earlier sessions of this course that you train: %(pairs)s pairs, from %(before)s "
                "to %(after)s right on average, a gain of %(gain)s points."
            ),
            pairs=figure("earlier.pairs", here().number(gain.n)),
            before=figure("earlier.before", here().percent((gain.mean_pre or 0) / 100)),
            after=figure("earlier.after", here().percent((gain.mean_post or 0) / 100)),
            gain=figure("earlier.gain", here().signed(gain.mean_diff or 0, 1)),
        ),
        say(
            "Other people, who knew other things before: the difference says nothing of whoever "
            "trained them. Sessions are never ranked. Tests handed in alone are counted."
        ),
    ]
    if not found.between:
        said.append(
            say(
                "Under five earlier sessions nobody knows how much sessions differ among "
                "themselves: the true interval is wider."
            )
        )
    return said
