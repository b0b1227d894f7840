from datetime import date, time

import pytest

from steadwork.kernel.errors import Invalid
from steadwork.sheets import cells


@pytest.mark.parametrize(("text", "number"), [("", 0), (" 12 ", 12), ("8.0", 8), ("+3", 3)])
def test_counts_that_can_be_read(text, number):
    assert cells.count(text) == number


@pytest.mark.parametrize("text", ["-1", "1.5", "=8+0", "1,200", "twelve", "1e3", "٣"])
def test_counts_that_are_refused(text):
    if text == "٣":  # digits of other scripts are digits
        assert cells.count(text) == 3
        return
    with pytest.raises(Invalid):
        cells.count(text)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:00", time(9)), ("09:00:00", time(9)), ("9am", time(9)), ("5.30 p.m.", time(17, 30)),
        ("12:00 am", time(0)), ("24:00", time(0)), ("17h30", time(17, 30)), ("08:00Z", time(8)),
    ],
)  # fmt: skip
def test_times_that_can_be_read(text, clock):
    assert cells.clock(text) == clock


@pytest.mark.parametrize("text", ["", "25:00", "9", "noon", "9:75"])
def test_times_that_are_refused(text):
    with pytest.raises(Invalid):
        cells.clock(text)


def test_a_date_is_read_in_the_formats_given_and_as_iso():
    assert cells.day("31/01/2024", ("%d/%m/%Y",)) == date(2024, 1, 31)
    assert cells.day("2024-01-31T00:00:00") == date(2024, 1, 31)
    with pytest.raises(Invalid):
        cells.day("31/01/2024")


@pytest.mark.parametrize("text", ["100", "north", "nan", "inf", ""])
def test_degrees_that_are_not_on_earth_are_refused(text):
    with pytest.raises(Invalid):
        cells.degrees(text, 90)
