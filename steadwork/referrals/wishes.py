"""From a form or an order to a wish that the search understands."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from steadwork.assets.needs import Need
from steadwork.cases.models import Case
from steadwork.referrals.models import ReferralOrder
from steadwork.referrals.placing import Wish, need_of


def wish_of_form(data: dict[str, Any], case: Case) -> Wish:
    """A cleaned search form; distances are from the household of the case."""
    period = DateRange(data["starts_on"], data["ends_on"])
    home = case.account
    return Wish(
        product_id=data["product"].pk,
        period=period,
        need=need_of(data["client"], period, frozenset(data["features"])),
        latitude=home.latitude if home else None,
        longitude=home.longitude if home else None,
        within_km=data.get("within_km"),
    )


def wish_of_order(order: ReferralOrder) -> Wish:
    """The same search again, for a second provider."""
    home = order.account
    return Wish(
        product_id=order.product_id,
        period=order.period,
        need=Need.of_json(order.need),
        latitude=home.latitude if home else None,
        longitude=home.longitude if home else None,
    )
