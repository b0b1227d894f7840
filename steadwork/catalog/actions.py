"""The verbs of the catalog."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from steadwork.catalog.models import Product
from steadwork.kernel.actor import Actor
from steadwork.kernel.audit import record
from steadwork.kernel.constraints import refusing
from steadwork.kernel.errors import Conflict, Invalid
from steadwork.kernel.verdict import require, tenant


@transaction.atomic
def define_product(
    *, code: str, name: str, by: Actor, host_id: UUID | None = None, **facts: Any
) -> Product:
    """A product that the host wants to buy or sell."""
    require(by.can("product.manage"))
    if facts.get("bookable", True) and not facts.get("track_as_asset", True):
        raise Invalid(_("Only what is tracked one by one can be booked over time."))
    with refusing(
        catalog_product_code_once=lambda: Conflict(
            _("There is a product with the code %(code)s already.") % {"code": code}
        )
    ):
        product = Product.objects.create(host_id=tenant(by, host_id), code=code, name=name, **facts)
    record("product.defined", product, by=by)
    return product
