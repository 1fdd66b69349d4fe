"""Numbers as they are spoken."""

import pytest

from language.numbers import stated


@pytest.mark.parametrize(
    ("spoken", "value"),
    [
        ("twelve million three hundred and forty five thousand six hundred and seventy eight", 12_345_678),
        ("nine hundred and ninety nine thousand nine hundred and ninety nine", 999_999),
        ("two hundred and five", 205),
    ],
)
def test_a_long_spoken_number_is_one_number(spoken, value):
    [number] = stated(f"It took {spoken} people.")

    assert number.value == value
