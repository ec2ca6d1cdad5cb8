"""The optional profile: fixed lists, and "prefer not to say" is no missing answer."""

import pytest

from elearn.cohorts.profile import (
    FIELDS,
    REGIONS,
    UNDISCLOSED,
    ZONE_OF,
    ZONES,
    NotOnTheList,
    checked,
)

EMPTY = dict.fromkeys(("sex", "profession", "age_band", "service_band", "region", "zone"))


def test_nothing_given_is_nothing_kept() -> None:
    assert checked({}) == EMPTY
    assert checked(dict.fromkeys(FIELDS, "")) == EMPTY


@pytest.mark.parametrize("field", FIELDS)
def test_every_value_of_a_list_is_kept_and_none_beside_it(field: str) -> None:
    for value in FIELDS[field]:
        assert checked({field: value})[field] == value
    with pytest.raises(NotOnTheList) as refused:
        checked({field: "colonel"})
    assert (refused.value.field, refused.value.value) == (field, "colonel")


@pytest.mark.parametrize("field", FIELDS)
def test_everybody_may_prefer_not_to_say(field: str) -> None:
    assert checked({field: UNDISCLOSED})[field] == UNDISCLOSED


def test_the_zone_follows_from_the_region_alone() -> None:
    assert checked({"region": "Mopti"})["zone"] == "centre"
    assert checked({"region": "Mopti", "zone": "north"})["zone"] == "centre"
    assert checked({"zone": "north"})["zone"] is None


def test_there_are_nineteen_regions_and_bamako_in_at_most_five_zones() -> None:
    assert len(REGIONS) == 20
    assert set(ZONE_OF) == set(REGIONS)
    assert set(ZONE_OF.values()) == set(ZONES)
    assert len(ZONES) <= 5


def test_age_is_cut_at_thirty_five() -> None:
    bands = FIELDS["age_band"]
    assert "25-34" in bands
    assert "35-44" in bands
