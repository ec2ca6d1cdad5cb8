"""One rounding for screens and files: halves go away from zero, as readers of a table expect."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Number = int | float | Fraction | Decimal


def rounded(value: Number, digits: int = 0) -> Decimal:
    """The value with so many decimals; a binary float is taken as it is printed."""
    decimal = _decimal(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    # Decimal knows a negative zero; a table does not.
    return decimal or abs(decimal)


def _decimal(value: Number) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(repr(float(value)))
