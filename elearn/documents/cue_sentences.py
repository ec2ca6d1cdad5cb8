"""The cues of form in words, for the authors of questions."""

from elearn.documents.content_sentences import N_

CUES = {
    "length": N_("its length"),
    "longest": N_("the longest"),
    "shortest": N_("the shortest"),
    "words": N_("how many words"),
    "first": N_("in first place"),
    "last": N_("in last place"),
    "echo": N_("words of the question"),
    "echo of a voice": N_("words of somebody quoted"),
    "shared": N_("words of the other answers"),
    "same opening": N_("opens like another"),
    "opens alone": N_("opens unlike the others"),
    "commas": N_("commas"),
    "hedge": N_("caution"),
    "limit": N_("“only”, “simply”"),
    "negation": N_("a negation"),
    "quotation": N_("quotation marks"),
    "two acts": N_("two acts joined"),
    "number": N_("a number"),
    "reason": N_("a reason given"),
    "condition": N_("a condition"),
    "care": N_("care, help"),
    "asking": N_("asking, checking"),
    "writing": N_("writing down"),
    "telling": N_("informing somebody"),
    "waiting": N_("waiting, leaving"),
}
