"""What an inventory says about prices becomes agreements, so that its places can be ordered."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from steadwork.assets.inventory.mapping import ProductRule
from steadwork.assets.models import Asset
from steadwork.kernel.actor import Actor
from steadwork.pricing import actions as pricing
from steadwork.pricing.models import ContractedProduct


def agree(
    source: str, rules: tuple[ProductRule, ...], *, host_id: UUID, since: date, by: Actor
) -> int:
    """Put an agreement in force for each provider and priced product that has none yet.

    An agreement that people made stays as it is, whatever the mapping says. Returns how many
    products were contracted.
    """
    priced = {rule.code: rule for rule in rules if rule.price is not None}
    if not priced:
        return 0
    places = Asset.objects.filter(host_id=host_id, source=source, product__code__in=priced)
    known = set(
        ContractedProduct.objects.filter(host_id=host_id).values_list("provider_id", "product_id")
    )
    wanted: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    pairs = places.order_by().values_list("provider_id", "product_id", "product__code").distinct()
    for provider, product, code in pairs:
        if (provider, product) not in known:
            wanted[provider].append((product, code))
    for provider in sorted(wanted):
        agreement = pricing.draw_up(provider_id=provider, valid_from=since, host_id=host_id, by=by)
        for product, code in sorted(wanted[provider]):
            rule = priced[code]
            assert rule.price is not None  # noqa: S101 — chosen above, told to the type checker
            pricing.contract(
                agreement.pk, product_id=product, price=rule.price, currency=rule.currency,
                unit=rule.unit, by=by,
            )  # fmt: skip
        pricing.activate(agreement.pk, by=by)
    return sum(map(len, wanted.values()))
