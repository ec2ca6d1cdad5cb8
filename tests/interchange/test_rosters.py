"""Lists of people as their makers keep them: what is used, what is dropped, what is refused."""

import pytest

from elearn.cohorts import entrants
from elearn.cohorts.entrants import Entrant
from elearn.interchange.roster_columns import columns_of
from elearn.interchange.roster_names import NoCard, NoNames, of_cards, read_names, typed
from elearn.interchange.roster_tables import Roster, read_roster
from elearn.interchange.roster_values import value
from elearn.interchange.table_errors import NoKnownColumn, TooManyRows
from tests.interchange.test_tables import workbook

SECRET = b"s" * 32
FRENCH = """Liste des participants, session de Ségou

N°;Nom;Prénom;Sexe (H/F);Profession;Année de naissance;Ancienneté;Région;Téléphone;Remarque
1;Traoré;Awa;F;Gendarme;1990;12;Ségou;76 00 00 00;à l’heure
2;Diarra;Moussa;H;Policier;45 à 54 ans;moins de 5 ans;District de Bamako;;
3;;;;;;;;;
"""
ENGLISH = "Region\tFirst name\tSurname\tSex\tAge\tE-mail\nGao\tAwa\tTraoré\tfemale\t33\ta@b.c\n"
FIELDS = ("sex", "profession", "age_band", "service_band", "region")
AWA = dict(zip(FIELDS, ("woman", "gendarmerie", "35-44", "10-19", "Ségou"), strict=True))
MOUSSA = dict(zip(FIELDS, ("man", "police", "45-54", "under-5", "Bamako"), strict=True))
DROPPED = (
    "Nom et prénoms|Tél.|N° matricule|GRADE|Unité|Date de naissance|E-mail|Service number|"
    "Phone (mobile)|Date of birth|Rank|Émargement"
)


def read(text: str, encoding: str = "utf-8") -> Roster:
    return read_roster(text.encode(encoding), "list.csv", SECRET, 2026)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_french_list_is_read_below_its_title_and_empty_rows_are_left_out(encoding: str) -> None:
    found = read(FRENCH, encoding)
    assert [dict(one.profile) for one in found.people] == [AWA, MOUSSA]
    assert [one.row for one in found.people] == [4, 5]
    assert (found.problems, found.skipped) == ((), 1)
    assert found.columns.dropped == ("Nom", "Prénom", "Téléphone")
    assert found.columns.unknown == ("N°", "Remarque")


def test_an_english_list_with_tabs_and_a_workbook_are_read_alike() -> None:
    rows = [line.split("\t") for line in ENGLISH.splitlines()]
    packed = read_roster(workbook(["A list"], *rows), "list.xlsx", SECRET, 2026)
    found = read(ENGLISH)
    assert [one.profile for one in found.people] == [one.profile for one in packed.people]
    assert found.people[0].profile == {"sex": "woman", "age_band": "25-34", "region": "Gao"}
    assert found.key == packed.key


def test_the_same_people_have_the_same_key_in_any_order_and_others_another() -> None:
    turned = "Sexe;Nom\nF;Awa\nH;Ali\n", "Nom;Sexe;Remarque\nAli;H;x\nAwa;F;\n"
    first, second = (read(text) for text in turned)
    assert first.key == second.key
    assert [one.rank for one in first.people] == [one.rank for one in reversed(second.people)]
    assert read("Sexe;Nom\nF;Awa\nH;Aly\n").key != first.key
    assert read_roster(turned[0].encode(), "x", b"t" * 32, 2026).key != first.key


def test_nothing_that_is_dropped_is_in_what_is_kept() -> None:
    told = repr(read(FRENCH).people)
    for word in ("Traoré", "Awa", "Diarra", "76", "1990", "heure"):
        assert word not in told


@pytest.mark.parametrize("column", DROPPED.split("|"))
def test_what_names_a_person_is_recognised_and_dropped(column: str) -> None:
    assert columns_of([column]).dropped == (column,)


def test_of_two_columns_for_one_thing_the_first_is_used() -> None:
    found = columns_of(["Âge", "Année de naissance"])
    assert found.used == {"age_band": "Âge"}
    assert found.dropped == ("Année de naissance",)


@pytest.mark.parametrize(
    ("field", "cell", "meant"),
    [
        ("age_band", "24", "under-25"),
        ("age_band", "2001", "25-34"),
        ("age_band", "35–44 ans", "35-44"),
        ("age_band", "< 25", "under-25"),
        ("age_band", "55 et plus", "55-over"),
        ("age_band", "55", "55-over"),
        ("age_band", "26-33", None),
        ("age_band", "9", None),
        ("age_band", "1 2 3", None),
        ("service_band", "0", "under-5"),
        ("service_band", "2001", "20-over"),
        ("service_band", "20 years and over", "20-over"),
        ("sex", "Prefer not to say", "undisclosed"),
        ("sex", "x", None),
        ("profession", "Magistrate", "magistrate"),
        ("region", "Région de Dioila", "Dioïla"),
        ("region", "Paris", None),
        ("zone", "Zone Nord", "north"),
    ],
)
def test_what_people_write_becomes_a_value_of_the_fixed_lists(
    field: str, cell: str, meant: str | None
) -> None:
    assert value(field, cell, 2026) == meant


def test_every_mistake_is_told_with_its_row_and_column() -> None:
    found = read("Sexe;Carte;Code\nF;1;ABC\nX;0;\nH;1;\n")
    assert found.problems == (
        entrants.NotACode(2, "Code", "ABC"),
        entrants.NotACard(3, "Carte", "0"),
        entrants.NotOnTheList(3, "Sexe", "X", "sex"),
        entrants.Twice(4, "Carte", "1", 2),
    )


def test_a_table_that_is_no_list_of_people_is_refused() -> None:
    with pytest.raises(NoKnownColumn):
        read("a;b\n1;2\n")
    with pytest.raises(TooManyRows):
        read("Sexe\n" + "F\n" * 5_001)


def test_a_row_is_here_new_or_returning() -> None:
    place = entrants.Place({1: "A", 2: None}, {"A": 1}, {"A", "B"})
    people = [
        Entrant(2, 0, None, None, {}),
        Entrant(3, 1, 2, None, {}),
        Entrant(4, 2, None, "A", {}),
        Entrant(5, 3, 3, "B", {}),
    ]
    columns = {"card": "Carte", "code": "Code"}
    found = entrants.effect(people, columns, place)
    assert (found.digest, found.problems) == ("1-1-2", ())
    wrong = [Entrant(2, 0, 2, "A", {}), Entrant(3, 1, 1, "B", {}), Entrant(4, 2, None, "C", {})]
    assert entrants.effect(wrong, columns, place).problems == (
        entrants.CardOfAnother(2, "Carte", "2"),
        entrants.CardOfAnother(3, "Carte", "1"),
        entrants.UnknownCode(4, "Code", "C"),
    )


def test_typed_names_follow_the_cards_and_a_line_may_name_its_own() -> None:
    assert typed("Awa Traoré\n\n7 Moussa\nAli\n", [1, 2, 7, 9]) == [
        (1, "Awa Traoré"),
        (7, "Moussa"),
        (9, "Ali"),
    ]
    for text in ("3 Awa", "Awa\nAli"):
        with pytest.raises(NoCard):
            typed(text, [1])


def test_names_of_a_file_find_their_cards() -> None:
    code = "7KQ3M9XPD"
    key, rows = read_names(b"Nom;Prenom;Sexe\nDiarra;Moussa;H\nAba;Awa;F\n", "x", SECRET)
    assert key == read("Prenom;Nom;Sexe\nAwa;Aba;F\nMoussa;Diarra;H\n").key
    assert of_cards(rows, {4: None, 5: None}, (5, 4)) == [(4, "Diarra Moussa"), (5, "Aba Awa")]
    _, rows = read_names(f"Nom;Carte;Code\nA;2;\nB;;{code}\nC;;x\n".encode(), "x", SECRET)
    assert of_cards(rows[:1], {2: None}, ()) == [(2, "A")]
    with pytest.raises(NoCard):
        of_cards(rows[2:], {2: None}, ())
    with pytest.raises(NoNames):
        read_names(b"Sexe\nF\n", "x", SECRET)
