"""The words of the profile's fixed lists, on screen and in reports alike."""

from elearn.documents.words import Words


def label(field: str, words: Words) -> str:
    """What a field is called."""
    return {
        "sex": words.say("Sex"),
        "profession": words.say("Profession"),
        "age_band": words.say("Age"),
        "service_band": words.say("Years of service"),
        "region": words.say("Region where you work"),
    }[field]


def purpose(field: str, words: Words) -> str:
    """Why it is asked."""
    return {
        "sex": words.say("To see whether women and men learn as well, in groups of ten or more."),
        "profession": words.say("To see which professions the training reaches."),
        "age_band": words.say("To count people under 35, as partners ask."),
        "service_band": words.say("To see whether the course suits beginners and old hands."),
        "region": words.say("To see which regions the training reaches; regions are not ranked."),
    }[field]


def value(field: str, name: str, words: Words) -> str:
    """A value of a field; a region's name is the same in every language."""
    if field == "region" and name != "undisclosed":
        return name
    return {
        "undisclosed": words.say("Prefer not to say"),
        "woman": words.say("Woman"),
        "man": words.say("Man"),
        "police": words.say("Police"),
        "gendarmerie": words.say("Gendarmerie"),
        "prison-staff": words.say("Prison staff"),
        "prison-health-social": words.say("Prison health or social worker"),
        "magistrate": words.say("Magistrate"),
        "court-clerk": words.say("Court clerk"),
        "lawyer": words.say("Lawyer"),
        "cndh": words.say("CNDH"),
        "civil-society": words.say("Civil society"),
        "other": words.say("Other"),
        "under-25": words.say("Under 25"),
        "25-34": words.say("25 to 34"),
        "35-44": words.say("35 to 44"),
        "45-54": words.say("45 to 54"),
        "55-over": words.say("55 and over"),
        "under-5": words.say("Under 5 years"),
        "5-9": words.say("5 to 9 years"),
        "10-19": words.say("10 to 19 years"),
        "20-over": words.say("20 years and over"),
    }[name]
