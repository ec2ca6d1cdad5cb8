"""The real data and the reference figures, where they are; never copied into the project."""

import csv
import json
from pathlib import Path

import pytest

VALIDATION = Path(__file__).resolve().parents[3] / "shared" / "validation"


@pytest.fixture(scope="session")
def validation():
    if not VALIDATION.is_dir():
        pytest.skip("the validation data are not beside the checkout")
    return VALIDATION


@pytest.fixture(scope="session")
def reference(validation):
    """The expected figures by name, as computed in Python."""
    values = json.loads((validation / "reference.json").read_text("utf-8"))["values"]
    return {name: value["py"] for name, value in values.items()}


@pytest.fixture(scope="session")
def hci_pairs(validation):
    with (validation / "hci_prepost.csv").open(encoding="utf-8", newline="") as file:
        return [(int(row["score.pre"]), int(row["score.post"])) for row in csv.DictReader(file)]


@pytest.fixture(scope="session")
def hci_rows(validation):
    with (validation / "hci_items.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
