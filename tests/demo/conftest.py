from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction
from structlog.testing import capture_logs

from steadwork.demo import loading
from steadwork.demo.counties import RIVERBEND

NAMES = {
    "Ortega Foster Home", "Fenner Foster Home", "Abernathy Foster Home", "Gallagher Foster Home",
    "Pemberton Foster Home", "Quigley Foster Home", "Rasmussen Foster Home",
    "Vasquez Foster Home", "Harbor House", "Twin Rivers Youth Services", "Sojourn House",
    "Casa Esperanza",
}  # fmt: skip
HOMES = tuple(
    replace(home, joined=min(home.joined, 110)) for home in RIVERBEND.homes if home.name in NAMES
)
VILLAGE = replace(RIVERBEND, homes=HOMES)


@pytest.fixture(scope="module")
def village(django_db_setup, django_db_blocker):
    """A dozen houses and some months, built once for all tests of a module, then gone."""
    with django_db_blocker.unblock(), transaction.atomic():
        with capture_logs() as logs:
            loading.load_here(VILLAGE)
        assert [each for each in logs if each["event"] == "demo.refused"] == []
        yield VILLAGE
        transaction.set_rollback(True)
