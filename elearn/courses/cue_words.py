"""The words by which a guesser knows an option's tone, in each language. Pure."""

import re


def _any(*beginnings: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(beginnings)})", re.IGNORECASE)


# By language, the words by which a guesser knows a tone; each is the beginning of a word.
MARKS: dict[str, dict[str, re.Pattern[str]]] = {
    "fr": {
        "hedge": _any(
            r"d’abord\b", "peut", "pourr", r"selon\b", r"même\b", "environ", "parfois", "plutôt"
        ),
        "limit": _any("seul", "simplement", r"juste\b", "uniquement", r"que si\b", r"au moins\b"),
        "negation": _any(r"ne\b", r"n’", r"sans\b", "aucun", r"rien\b", r"ni\b", r"pas\b", "refus"),
        "quotation": _any("«"),
        "two acts": _any(r"et\b", r"puis\b", r"ensuite\b", r"tout en\b"),
        "number": re.compile(r"\d|\b(?:deux|trois|quatre|dix)\b", re.IGNORECASE),
        "reason": _any(r"car\b", "puisqu", r"parce", r"pour\b", r"comme\b", r"afin\b"),
        "condition": _any(r"si\b", r"s’il", r"sauf\b", r"avant\b", r"après\b", r"dès\b", "tant qu"),
        "care": _any(
            r"soin|soign|médec|infirm|santé|protég|abri|écout|rassur|accompagn|accueill|aid"
            r"|propos|offr|appel"
        ),
        "asking": _any(r"demand|question|vérifi|cherch|lire\b|relire|compar|examin|établ|consult"),
        "writing": _any(r"not|écri|inscri|consign|rédig|sign|dat|rapport|compte rendu|mention"),
        "telling": _any(r"inform|préven|signal|saisi|transm|avis|dire\b|expli|juge|procur|parquet"),
        "waiting": _any(
            r"attend|laiss|demain|lundi|plus tard|report|remet|gard|class|clore|clos|tant"
        ),
    },
    "en": {
        "hedge": _any(r"first\b", r"may\b", r"might\b", r"could\b", "accord", r"even\b", "about"),
        "limit": _any("simply", r"just\b", r"only\b", r"alone\b", r"at least\b", r"unless\b"),
        "negation": _any(
            r"not\b", r"no\b", r"without\b", r"nothing\b", r"nor\b", "refus", r"n’t", "unread"
        ),
        "quotation": _any("“"),
        "two acts": _any(r"and\b", r"then\b", r"while\b"),
        "number": re.compile(r"\d|\b(?:two|three|four|ten)\b", re.IGNORECASE),
        "reason": _any(r"since\b", r"because\b", r"for\b", r"as\b", r"so\b"),
        "condition": _any(r"if\b", r"except\b", r"before\b", r"after\b", r"once\b", r"until\b"),
        "care": _any(
            "care",
            "treat",
            "doctor",
            "nurs",
            "health",
            "protect",
            "shelter",
            "listen",
            "reassur",
            "accompan",
            "welcom",
            "help",
            "offer",
            "call",
            "ring",
        ),
        "asking": _any("ask", "question", "check", "look", "seek", "read", "compar", "examin"),
        "writing": _any(
            "not(?:e|ing)", "writ", "record", "enter", "sign", "dat", "report", "draft"
        ),
        "telling": _any("inform", "tell", "refer", "send", "notif", "expla", "judge", "prosec"),
        "waiting": _any(
            "wait", "leave", "tomorrow", "monday", "later", "keep", "clos", "hold", "put off"
        ),
    },
}
