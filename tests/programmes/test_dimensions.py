import pytest

from elearn.programmes.dimensions import Dimension, TooMany, chosen, levels


def test_two_dimensions_stand_in_their_order():
    assert chosen(["region", "", "sex"]) == (Dimension.SEX, Dimension.REGION)
    assert chosen([]) == ()


@pytest.mark.parametrize("names", [["sex", "sex"], ["sex", "region", "course_id"]])
def test_one_twice_or_three_are_too_many(names):
    with pytest.raises(TooMany):
        chosen(names)


def test_a_region_is_reached_through_its_zone():
    assert levels([Dimension.REGION, Dimension.SEX]) == (
        Dimension.SEX,
        Dimension.ZONE,
        Dimension.REGION,
    )
    assert levels([Dimension.SEX]) == (Dimension.SEX,)
