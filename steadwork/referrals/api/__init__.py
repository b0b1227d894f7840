"""Referral orders for machines: the search for a place, the order, the answers, the stay."""

from steadwork.referrals.api.orders import router
from steadwork.referrals.api.places import of_case

__all__ = ["of_case", "router"]
