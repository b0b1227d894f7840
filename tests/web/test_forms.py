"""What browsers are given in forms."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from steadwork.web.forms import DayInput


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_day_is_given_to_the_browser_as_it_keeps_days(language):
    with translation.override(language):
        drawn = DayInput().render("on", date(2026, 11, 21))

    assert 'type="date"' in drawn
    assert 'value="2026-11-21"' in drawn
