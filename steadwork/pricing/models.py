"""Agreements with providers, and the products contracted in them at a price for a time."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from steadwork.catalog.models import Product, Unit
from steadwork.kernel.querysets import HouseModel
from steadwork.parties.models import Organization
from steadwork.pricing.states import AGREEMENT_MOVES, AgreementState
from steadwork.pricing.visibility import TwoSided


class Agreement(HouseModel):
    """What a host and a provider agreed on."""

    MOVES = AGREEMENT_MOVES
    state_tones: ClassVar[dict[str, str]] = {"active": "good", "cancelled": "danger"}

    host = models.ForeignKey(Organization, models.PROTECT, related_name="agreements")
    provider = models.ForeignKey(Organization, models.PROTECT, related_name="agreed")
    number = models.CharField(_("number"), max_length=30, editable=False, unique=True)
    state = models.CharField(
        _("status"), max_length=10, choices=AgreementState, default=AgreementState.CURRENT
    )
    validity = DateRangeField(_("valid"))

    objects = TwoSided.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pricing_agreement_valid_some_day", condition=Q(validity__isempty=False)
            )
        ]
        indexes = [
            models.Index(fields=["host", "-created_at", "-id"], name="pricing_agreement_by_host"),
            models.Index(
                fields=["provider", "-created_at", "-id"], name="pricing_agreement_by_provider"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ContractedProduct(HouseModel):
    """A product at a price agreed with one provider, such as 100 a week. Two never overlap."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="contracted")
    host = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organization, models.PROTECT, related_name="contracted")
    product = models.ForeignKey(Product, models.PROTECT, related_name="contracted")
    rate_code = models.CharField(_("rate"), max_length=60, blank=True)
    price = models.DecimalField(_("price"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    unit = models.CharField(_("per"), max_length=10, choices=Unit)
    validity = DateRangeField(_("valid"))
    in_force = models.BooleanField(default=True, help_text="false once its agreement is cancelled")

    objects = TwoSided.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="pricing_contracted_one_price_at_a_time",
                expressions=[
                    ("provider", RangeOperators.EQUAL),
                    ("product", RangeOperators.EQUAL),
                    ("host", RangeOperators.EQUAL),
                    ("rate_code", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
                condition=Q(in_force=True),
                violation_error_message=_("There is a price for part of that time already."),
            ),
            models.CheckConstraint(
                name="pricing_contracted_price_not_negative", condition=Q(price__gte=0)
            ),
            models.CheckConstraint(
                name="pricing_contracted_valid_some_day", condition=Q(validity__isempty=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.price} {self.currency} / {self.get_unit_display()}"
