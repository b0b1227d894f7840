"""The inventory into the database: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from steadwork.assets.inventory import known
from steadwork.assets.inventory.agreeing import agree
from steadwork.assets.inventory.known import Facts
from steadwork.assets.inventory.plan import CountRow, InventoryPlan
from steadwork.assets.inventory.settling import Place, Trouble
from steadwork.assets.inventory.writing import Chunk
from steadwork.catalog.actions import define_product
from steadwork.catalog.directory import partners
from steadwork.catalog.models import Product
from steadwork.kernel.actor import Actor
from steadwork.kernel.audit import record
from steadwork.kernel.errors import Conflict, Invalid
from steadwork.kernel.verdict import require
from steadwork.parties.models import Organization, Partnership, Site
from steadwork.sheets.findings import Findings
from steadwork.sheets.merging import Merged, alone, kindly
from steadwork.sheets.progress import SILENT, Steps

ROWS_AT_ONCE = 1_000


@dataclass(slots=True)
class Loaded:
    """What one run did."""

    organizations: Merged = field(default_factory=Merged)
    sites: Merged = field(default_factory=Merged)
    created: int = 0
    changed: int = 0
    revived: int = 0
    retired: int = 0
    booked: int = 0
    released: int = 0
    contracted: int = 0

    def __str__(self) -> str:
        return _(
            "organizations: %(organizations)s; sites: %(sites)s; places: %(created)s new,"
            " %(changed)s changed, %(revived)s back, %(retired)s gone; nights: %(booked)s booked,"
            " %(released)s released; products contracted: %(contracted)s"
        ) % {name: getattr(self, name) for name in Loaded.__slots__}


class CannotSettle(Conflict):
    """People's bookings contradict the file; the findings say where."""

    code = "IMPORT_CONTRADICTS_BOOKINGS"


@transaction.atomic
def load_inventory(
    plan: InventoryPlan, *, host_id: UUID, by: Actor, findings: Findings, steps: Steps = SILENT
) -> Loaded:
    """Load a plan that was checked. Again with the same plan, it changes nothing.

    For each row and night: as many places exist as it counts, as many are occupied and blocked.
    Bookings of people stay and count; where they contradict the row, it is added to the findings
    and CannotSettle undoes everything. Raises Conflict while another import runs.
    """
    require(by.is_system or (by.is_host and by.host_id == host_id))
    host = Organization.objects.seen(host_id, by)
    alone(f"import {host_id}")
    alone(f"import of {plan.mapping.source}")
    with kindly():
        loader = Loader(plan, host, by, findings)
        loader.prepare()
        for night in plan.counts.nights:
            loader.load(night, steps.over(plan.counts.of(night), f"{night:%Y-%m-%d}"))
    if loader.troubled:
        raise CannotSettle(_("Bookings that people made contradict the file. Nothing was changed."))
    source, loaded = plan.mapping.source, loader.loaded
    if plan.counts.nights:
        since = min(plan.counts.nights)
        loaded.contracted = agree(
            source, plan.mapping.products, host_id=host_id, since=since, by=by
        )
    touched = [*loaded.organizations.created, *loaded.organizations.changed]
    partners.record_each("organization.imported", touched, by=by, note=source)
    record("inventory.imported", host, by=by, note=f"{source}: {loaded}")
    return loaded


class Loader:
    """One run for one host."""

    def __init__(
        self, plan: InventoryPlan, host: Organization, by: Actor, findings: Findings
    ) -> None:
        self.plan, self.mapping, self.host, self.by = plan, plan.mapping, host, by
        self.findings, self.troubled = findings, False
        self.loaded = Loaded()
        self.products: dict[str, UUID] = {}
        self.providers: dict[str, UUID] = {}
        self.sites: dict[str, UUID] = {}
        self.fresh = True

    def prepare(self) -> None:
        """Providers, sites and products, and the places under lock."""
        self.loaded.organizations = self._organizations()
        self.providers = partners.keys_of(Organization, self.mapping.source)
        partners.join(
            self.host,
            [self.providers[key] for key in self.plan.organizations],
            Partnership.Stage.REGISTERED,
        )
        self.loaded.sites = partners.merge_sites(self._site_rows(), self._said_of_sites())
        self.sites = partners.keys_of(Site, self.mapping.source)
        self._products()
        self.fresh = known.lock(self.host.pk, self.mapping.source) == 0

    def load(self, night: date, rows: Iterator[CountRow]) -> None:
        """Bring one night about, some rows at a time, so that memory stays small."""
        after = night + timedelta(days=1)
        while chunk := list(islice(rows, ROWS_AT_ONCE)):
            piles = [row.pile for row in chunk]
            there = {} if self.fresh else known.places_of(piles, night, after, self.mapping.source)
            writer = Chunk(self.host.pk, self.mapping.source, night)
            for row in chunk:
                self._settle(writer, row, there.get(row.pile, []))
            if not self.troubled:
                self._count(writer.write(learn=len(self.plan.counts.nights) > 1))
        self.fresh = self.fresh and len(self.plan.counts.nights) == 1

    def _settle(self, writer: Chunk, row: CountRow, there: list[tuple[Place, Facts]]) -> None:
        source = self.mapping.source

        def later(places: Iterable[Place]) -> set[int]:
            return known.needed_later(places, row.night, source)

        outcome = writer.settle(row, self._facts(row), there, later)
        if isinstance(outcome, Trouble):
            self.troubled = True
            rule = self.mapping.capacities[row.rule]
            self.findings.error(
                row.file, row.row, getattr(rule, outcome.column) or rule.total, outcome.value,
                outcome.wrong, outcome.mend,
            )  # fmt: skip

    def _facts(self, row: CountRow) -> Facts:
        """What each place of the row is; its name follows with its number."""
        who = self.mapping.who[row.who] if row.who >= 0 else None
        return Facts(
            provider=self.providers[row.organization],
            product=self.products[row.product],
            site=self.sites.get(row.site),
            name=row.noun,
            genders=who.genders if who else (),
            min_age=who.min_age if who else 0,
            max_age=who.max_age if who else 120,
            features=who.features if who else (),
            attributes=known.as_kept(row.attributes),
        )

    def _count(self, written: dict[str, int]) -> None:
        for name, number in written.items():
            setattr(self.loaded, name, getattr(self.loaded, name) + number)

    # Before the places

    def _organizations(self) -> Merged:
        says = {"name", *(set(self.mapping.organization) - {"key"})}
        rows = (
            (each.key, each.name, "", "", each.email, each.phone, each.url)
            for each in self.plan.organizations.values()
        )
        return partners.merge_organizations(
            self.mapping.source, rows, listed=self.mapping.listed, says=says
        )

    def _said_of_sites(self) -> set[str]:
        """The columns the file speaks of; where a site is on the map follows from its address."""
        said = {"organization_id", "name", *(set(self.mapping.site) - {"key"})}
        if said & {"city", "latitude"}:
            said |= {"latitude", "longitude", "precision"}
        return said | {"country"} if self.mapping.country else said

    def _site_rows(self) -> Iterator[tuple[Any, ...]]:
        for site in self.plan.sites.values():
            yield (
                self.mapping.source, site.key, False, self.providers[site.organization],
                site.name, "", site.address, site.city, site.region, site.postal_code,
                site.country, site.latitude, site.longitude, site.precision, site.phone, Jsonb([]),
            )  # fmt: skip

    def _products(self) -> None:
        """The products of the mapping; those the host has already stay as they are."""
        mine = Product.objects.filter(host_id=self.host.pk)
        codes = [rule.code for rule in self.mapping.products]
        if strange := mine.filter(code__in=codes, bookable=False).first():
            raise Invalid(
                _("The product %(name)s is not booked by the night; use another code.")
                % {"name": strange}
            )
        self.products = dict(mine.values_list("code", "id"))
        for rule in self.mapping.products:
            if rule.code not in self.products:
                product = define_product(
                    code=rule.code, name=rule.name, unit=rule.unit, source=self.mapping.source,
                    host_id=self.host.pk, by=self.by,
                )  # fmt: skip
                self.products[rule.code] = product.pk
