"""Referral orders: formal requests of a host for one place of a provider over a period."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from steadwork.assets.models import Asset
from steadwork.cases.models import Benefit
from steadwork.catalog.models import Product, Unit
from steadwork.kernel.querysets import new_id
from steadwork.pricing.models import ContractedProduct
from steadwork.referrals import codes
from steadwork.referrals.states import MOVES, State
from steadwork.referrals.visibility import DISCLOSURE, ReferralQuerySet
from steadwork.referrals.words import need_in_words
from steadwork.work.models import WorkItem


class ReferralOrder(WorkItem):
    """One request for one place. What was agreed is copied here and does not move any more."""

    KIND: ClassVar[str] = "referral"
    PREFIX: ClassVar[str] = "RO"
    MOVES = MOVES
    DISCLOSURE = DISCLOSURE
    STAFFED_BY: ClassVar[dict[str, str]] = {
        "host": "referral.create",
        "partner": "referral.assign",
    }
    state_tones: ClassVar[dict[str, str]] = {
        "submitted": "plain",
        "in_review": "plain",
        "waitlisted": "warning",
        "accepted": "good",
        "active": "good",
        "rejected": "danger",
        "expired": "danger",
    }

    item = models.OneToOneField(
        WorkItem, models.CASCADE, parent_link=True, primary_key=True, related_name="as_referral"
    )
    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="orders")
    offer_group = models.UUIDField(
        default=new_id, help_text="offers made side by side for one benefit share it"
    )
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    product_name = models.CharField(_("product"), max_length=200)
    asset = models.ForeignKey(
        Asset, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    period = DateRangeField(_("nights"))
    contracted = models.ForeignKey(ContractedProduct, models.PROTECT, related_name="+")
    unit_price = models.DecimalField(_("price"), max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    price_unit = models.CharField(_("per"), max_length=10, choices=Unit)
    need = models.JSONField(_("need"), default=dict)
    message = models.TextField(_("message to the provider"), blank=True)
    basis = models.CharField(_("basis for sharing"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    reason_text = models.TextField(_("in other words"), blank=True)
    expected_on = models.DateField(_("place expected on"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    arrived_on = models.DateField(_("arrived"), null=True, blank=True)
    departed_on = models.DateField(_("left"), null=True, blank=True)

    objects: ClassVar[Any] = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="referrals_order_has_a_night",
                condition=Q(period__isempty=False, period__lower_inf=False),
            ),
            models.CheckConstraint(
                name="referrals_order_leaves_after_arriving",
                condition=Q(departed_on=None) | Q(departed_on__gte=models.F("arrived_on")),
            ),
            models.CheckConstraint(
                name="referrals_order_other_reason_says_which",
                condition=~Q(reason="other") | ~Q(reason_text=""),
            ),
        ]

    def get_state_display(self) -> str:
        return str(State(self.state).label)

    @property
    def price_words(self) -> str:
        """*100.00 USD a week*."""
        per = Unit(self.price_unit).label
        return gettext("%(price)s %(currency)s per %(unit)s") % {
            "price": self.unit_price,
            "currency": self.currency,
            "unit": per,
        }

    @property
    def need_words(self) -> str:
        return ", ".join(need_in_words(self.need)) or gettext("No particular need")

    @property
    def reason_label(self) -> str:
        for known in (codes.REASONS, codes.CANCEL_REASONS, codes.END_REASONS):
            if self.reason in known:
                return known.label(self.reason, self.host_id)
        return self.reason


class LiveOrder(models.Model):
    """Which order of a benefit is live: the claim that keeps two groups of offers apart.

    ``state`` and ``stage`` live on the work item's table, where a constraint of this noun cannot
    reach; so every open order has a row here, and the database compares those.
    """

    order = models.OneToOneField(ReferralOrder, models.CASCADE, primary_key=True)
    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="+")
    offer_group = models.UUIDField()
    agreed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="referrals_live_one_group_per_benefit",
                expressions=[
                    ("benefit", RangeOperators.EQUAL),
                    ("offer_group", RangeOperators.NOT_EQUAL),
                ],
                violation_error_message=_("There is a live order for this benefit."),
            ),
            models.UniqueConstraint(
                fields=["offer_group"],
                condition=Q(agreed=True),
                name="referrals_live_one_accepts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.order)
