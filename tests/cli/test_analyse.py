"""`elearn analyse`, as somebody types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from elearn.cli.analyse import analyse, language_of

VALIDATION = Path(__file__).resolve().parents[3] / "shared" / "validation"
CLASS = "code,pre,post\n" + "".join(f"P{n},{8 + n % 3},{9 + n % 3 + n % 6}\n" for n in range(12))
TEST = "id,Q1,Q2,Q3\n" + "".join(f"{n},{int(n > 2)},{int(n > 5)},{int(n > 8)}\n" for n in range(12))


@pytest.fixture
def file(tmp_path):
    """Writes a table and gives its place."""

    def written(text, name="scores.csv"):
        place = tmp_path / name
        place.write_text(text, "utf-8")
        return str(place)

    return written


def run(*arguments, env=None):
    return CliRunner(env={"LANG": "en_GB.UTF-8"} | (env or {})).invoke(analyse, arguments)


def run_pairs(place, *more, env=None):
    return run("pairs", place, "--pre", "pre", "--post", "post", "--max", "20", *more, env=env)


@pytest.fixture(scope="module")
def reference():
    if not VALIDATION.is_dir():
        pytest.skip("the validation data are not beside the checkout")
    values = json.loads((VALIDATION / "reference.json").read_text("utf-8"))["values"]
    return {name: value["py"] for name, value in values.items()}


def assert_is_reference(figures, reference, names, prefix):
    for name in names:
        expected = pytest.approx(reference[f"{prefix}.{name}"], rel=1e-9, abs=0)
        assert figures[name] == expected, name


PAIR_NAMES = [
    "n",
    "max",
    "cut",
    "mean_pre",
    "sd_pre",
    "mean_post",
    "sd_post",
    "r",
    "mean_diff",
    "sd_diff",
    "se_diff",
    "ci_lo",
    "ci_hi",
    "d_av",
    "g_av",
    "d_av_lo",
    "d_av_hi",
    "hake_g_of_averages",
    "hake_g_se_delta",
    "mastery_pre",
    "mastery_pre_lo",
    "mastery_pre_hi",
    "mastery_post",
    "mastery_post_lo",
    "mastery_post_hi",
    "mastery_both",
    "mastery_gained",
    "mastery_lost",
    "mastery_neither",
    "mastery_diff",
    "mastery_diff_bp_lo",
    "mastery_diff_bp_hi",
    "mcnemar_exact_p",
    "share_pre_ge90",
    "share_post_at_max",
]
ITEM_NAMES = [
    "n",
    "k",
    "total_mean",
    "total_sd",
    "alpha",
    "alpha_feldt_lo",
    "alpha_feldt_hi",
    "sem",
    "mean_interitem_r",
    "p",
    "sd",
    "rit",
    "rir",
    "alpha_drop",
    "uli27_sorted",
]


def test_sixteen_real_pairs_give_the_reference_as_json(reference):
    result = run(
        *("pairs", str(VALIDATION / "hci_prepost.csv"), "--pre", "score.pre"),
        *("--post", "score.post", "--max", "20", "--standard", "12", "--json"),
    )
    figures = json.loads(result.stdout)
    assert_is_reference(figures, reference, PAIR_NAMES, "hci_prepost")
    assert (figures["n_pre_only"], figures["n_post_only"]) == (0, 0)


@pytest.mark.parametrize("chosen", [["--prefix", "QR"], []])
def test_a_real_test_gives_the_reference_as_json(chosen, reference):
    result = run("items", str(VALIDATION / "hci_items.csv"), *chosen, "--json")
    assert_is_reference(json.loads(result.stdout), reference, ITEM_NAMES, "hci669")


def test_the_finding_of_sixteen_real_pairs_comes_first(reference):
    result = run(
        *("pairs", str(VALIDATION / "hci_prepost.csv"), "--pre", "score.pre"),
        *("--post", "score.post", "--max", "20"),
    )
    assert result.stdout.startswith("Gain: +11.6 points (3.2 to 20.0), n = 16\n")


def test_pairs_are_told_in_the_language_of_the_terminal(file):
    place = file(CLASS)
    assert "+17.5" in run_pairs(place).stdout
    assert "+17,5" in run_pairs(place, "--language", "fr").stdout
    assert "+17,5" in run_pairs(place, env={"LANG": "C"}).stdout


def test_the_language_is_that_of_the_environment_else_french():
    assert language_of({"LANG": "en_US.UTF-8"}) == "en"
    assert language_of({"LANG": "fr_ML.UTF-8"}) == "fr"
    assert language_of({"LANG": "bm_ML"}) == "fr"
    assert language_of({}) == "fr"


def test_rows_with_one_score_are_counted(file):
    result = run_pairs(file(CLASS + "X,9,\nY,,9\nZ,,\n"), "--json")
    figures = json.loads(result.stdout)
    assert [figures[name] for name in ("n", "n_pre_only", "n_post_only", "n_neither")] == [
        12,
        1,
        1,
        1,
    ]


def test_fractions_are_taken_with_a_comma_or_a_point(file):
    text = "pre;post\n12,5;13\n11.5;14\n"
    figures = json.loads(run_pairs(file(text), "--json", "--standard", "12,5").stdout)
    assert (figures["mean_pre"], figures["cut"], figures["mastery_both"]) == (12, 12.5, 1)


def test_questions_may_be_named_one_by_one(file):
    result = run("items", file(TEST), "--columns", "Q1, Q3,Q1", "--json")
    assert json.loads(result.stdout)["items"] == ["Q1", "Q3"]


def test_a_row_with_an_unanswered_question_is_counted_and_left_out(file):
    result = run("items", file(TEST + "13,1,,0\n"), "--json")
    figures = json.loads(result.stdout)
    assert (figures["n"], figures["n_incomplete"]) == (12, 1)
    assert "1 row with an empty cell is left out" in run("items", file(TEST + "13,1,,0\n")).stdout


@pytest.mark.parametrize(
    ("text", "options", "code", "sentence"),
    [
        (CLASS, ["--post", "after"], 2, "There is no column “after”. The columns are: code, pre,"),
        (CLASS, ["--post", "pre"], 2, "--pre and --post must be two different columns."),
        (CLASS, ["--max", "0"], 2, "--max must be above zero."),
        (CLASS, ["--standard", "21"], 2, "--standard must not be above --max."),
        (CLASS, ["--max", "9"], 1, "Row 4, column pre: the score 10 is above"),
        (CLASS + "X,abs,3\n", [], 1, "Row 14, column pre: “abs” is not a number."),
        (CLASS + "X,3,-1\n", [], 1, "Row 14, column post: the score -1 is below zero."),
        ("", [], 1, "The file is empty"),
        ("code,pre,post\nA,1,2\nB,3,\n", [], 1, "1 person has a score in both columns: at least"),
        ("code,pre,post\nB,3,\n", [], 1, "0 people have a score in both columns: at least two"),
    ],
)
def test_what_cannot_be_analysed_is_one_sentence(file, text, options, code, sentence):
    result = run_pairs(file(text), *options)
    assert result.exit_code == code
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("text", "options", "code", "sentence"),
    [
        (TEST, ["--prefix", "Q", "--columns", "Q1,Q2"], 2, "Give --prefix or --columns, not both."),
        (TEST, ["--prefix", "X"], 2, "Say with --prefix or --columns which columns are questions"),
        (TEST, ["--columns", ""], 2, "Say with --prefix or --columns which columns are questions"),
        (TEST, ["--columns", "Q1,Q9"], 2, "There is no column “Q9”."),
        (CLASS, [], 2, "Say with --prefix or --columns which columns are questions"),
        (TEST, ["--columns", "id,Q1"], 1, "Row 4, column id: “2” is neither 1 (right) nor 0"),
        ("id,Q1,Q2\n1,1,1\n2,,1\n", [], 1, "The table needs at least two rows with an answer"),
        ("\x00", [], 1, "scores.csv cannot be read as CSV or XLSX."),
    ],
)
def test_answers_that_cannot_be_analysed_are_one_sentence(file, text, options, code, sentence):
    result = run("items", file(text), *options)
    assert result.exit_code == code
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("maximum", ["many", "-20", "NaN"])
def test_a_maximum_that_is_no_number_is_a_mistake_of_use(file, maximum):
    result = run("pairs", file(CLASS), "--pre", "pre", "--post", "post", "--max", maximum)
    assert result.exit_code == 2
    assert "is not a number of points" in result.stderr


def test_a_file_that_is_not_there_is_a_mistake_of_use():
    result = run_pairs("nowhere.csv")
    assert result.exit_code == 2
    assert "nowhere.csv" in result.stderr
