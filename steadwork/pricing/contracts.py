"""Whether a provider is contracted for a product over a whole period, and at which price."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Aggregate, QuerySet, Value
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from steadwork.kernel.errors import Invalid
from steadwork.pricing.models import ContractedProduct
from steadwork.pricing.states import AgreementState


class Joined(Aggregate):
    """All validities together, as one multirange."""

    function = "range_agg"
    output_field = DateRangeField()


def in_force() -> QuerySet[ContractedProduct]:
    return ContractedProduct.objects.filter(
        in_force=True, rate_code="", agreement__state=AgreementState.ACTIVE
    )


def contracted(product_id: UUID, period: DateRange) -> QuerySet[Any, UUID]:
    """The ids of the providers whose prices for the product cover every night."""
    touching = in_force().filter(product_id=product_id, validity__overlap=period)
    whole = touching.values("provider").annotate(all=Joined("validity"))
    return whole.filter(all__contains=Value(period)).values_list("provider", flat=True)


def price_for(provider_id: UUID, product_id: UUID, period: DateRange) -> ContractedProduct:
    """The price on the first night. Refuses, with the covered part, when a night has none."""
    rows = in_force().filter(
        provider_id=provider_id, product_id=product_id, validity__overlap=period
    )
    found = list(rows.select_related("agreement").order_by("validity"))
    if not found or not covers([row.validity for row in found], period):
        raise Invalid(not_contracted(found), code="NOT_CONTRACTED_FOR_PERIOD")
    return found[0]


def covers(validities: list[DateRange], period: DateRange) -> bool:
    """Whether ranges in order leave no night of the period out."""
    reached = period.lower
    for validity in validities:
        if validity.lower is not None and validity.lower > reached:
            break
        if validity.upper is None:
            return True
        reached = max(reached, validity.upper)
    return period.upper is not None and reached >= period.upper


def not_contracted(found: list[ContractedProduct]) -> str:
    if not found:
        return _("There is no agreement with this provider for this product and time.")
    spans = "; ".join(span(row.validity) for row in found)
    return _("The agreement covers only part of that time: %(spans)s.") % {"spans": spans}


def span(validity: DateRange) -> str:
    start = date_format(validity.lower)
    if validity.upper is None:
        return _("from %(start)s on") % {"start": start}
    return _("%(start)s to %(end)s") % {"start": start, "end": date_format(validity.upper)}
