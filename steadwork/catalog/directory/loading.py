"""The directory into the database: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from steadwork.catalog.directory import partners
from steadwork.catalog.directory.plan import DirectoryPlan, OrganizationPlan
from steadwork.catalog.models import Service, ServiceSite
from steadwork.kernel.actor import Actor
from steadwork.kernel.audit import record
from steadwork.kernel.clock import now
from steadwork.kernel.querysets import new_id
from steadwork.kernel.verdict import require
from steadwork.parties.models import Organization, Partnership, Site
from steadwork.sheets.merging import Merged, alone, copy, kindly, merge
from steadwork.sheets.progress import SILENT, Steps

SERVICE = (
    "source", "source_key", "organization_id", "name", "alternate_name", "description", "status",
    "url", "email", "phone", "application_process", "eligibility", "fees", "wait_time",
    "languages", "hours",
)  # fmt: skip


@dataclass(slots=True)
class Loaded:
    """What one run did."""

    organizations: Merged = field(default_factory=Merged)
    sites: Merged = field(default_factory=Merged)
    services: Merged = field(default_factory=Merged)

    def __str__(self) -> str:
        parts = (
            (_("organizations"), self.organizations),
            (_("sites"), self.sites),
            (_("services"), self.services),
        )
        return "; ".join(f"{name}: {merged}" for name, merged in parts)


@transaction.atomic
def load_directory(
    plan: DirectoryPlan, *, host_id: UUID, by: Actor, steps: Steps = SILENT
) -> Loaded:
    """Load a plan that was checked. Again with the same plan, it changes nothing.

    Organizations are listed in the public directory and become prospects of the host; what people
    set since stays: the stage, whether they are listed, what is confidential. What the directory
    no longer names stays too. Raises Conflict while another import runs.
    """
    require(by.is_system or (by.is_host and by.host_id == host_id))
    host = Organization.objects.seen(host_id, by)
    alone(f"import {host_id}")
    alone(f"import of {plan.source}")
    loaded = Loaded()
    with kindly():
        loaded.organizations = _organizations(plan, steps)
        homes = partners.keys_of(Organization, plan.source)
        wanted = {organization.key for organization in plan.organizations}
        partners.join(host, [homes[key] for key in wanted], Partnership.Stage.PROSPECT)
        loaded.sites = partners.merge_sites(steps.over(_sites(plan, homes), _("sites")))
        loaded.services = merge(Service, SERVICE, steps.over(_services(plan, homes), _("services")))
        _offers(plan)
    touched = [*loaded.organizations.created, *loaded.organizations.changed]
    partners.record_each("organization.imported", touched, by=by, note=plan.source)
    record("directory.imported", host, by=by, note=f"{plan.source}: {loaded}")
    return loaded


def _organizations(plan: DirectoryPlan, steps: Steps) -> Merged:
    named = [each for each in plan.organizations if not each.stand_in]
    stand_ins = [each for each in plan.organizations if each.stand_in]
    rows = map(_facts, steps.over(named, _("organizations")))
    merged = partners.merge_organizations(plan.source, rows, listed=True)
    fresh = partners.merge_organizations(plan.source, map(_facts, stand_ins), listed=True, says=())
    return Merged(merged.created + fresh.created, merged.changed)


def _facts(each: OrganizationPlan) -> tuple[str, ...]:
    return (
        each.key, each.name, each.legal_name, each.description, each.email, each.phone, each.url,
    )  # fmt: skip


def _sites(plan: DirectoryPlan, homes: dict[str, UUID]) -> Iterator[tuple[Any, ...]]:
    for site in plan.sites:
        yield (
            plan.source, site.key, False, homes[site.organization], site.name, site.description,
            site.address, site.city, site.region, site.postal_code, site.country, site.latitude,
            site.longitude, site.precision, site.phone, Jsonb(site.hours),
        )  # fmt: skip


def _services(plan: DirectoryPlan, homes: dict[str, UUID]) -> Iterator[tuple[Any, ...]]:
    for each in plan.services:
        yield (
            plan.source, each.key, homes[each.organization], each.name, each.alternate_name,
            each.description, each.status, each.url, each.email, each.phone,
            each.application_process, each.eligibility, each.fees, each.wait_time, each.languages,
            Jsonb(each.hours),
        )  # fmt: skip


def _offers(plan: DirectoryPlan) -> None:
    """Where each service can be had, exactly as the directory says now."""
    sites = partners.keys_of(Site, plan.source)
    services = dict(
        Service.objects.filter(source=plan.source).values_list("source_key", "id").iterator()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE offered (id uuid, service_id uuid, site_id uuid) ON COMMIT DROP"
        )
        rows = (
            (new_id(), services[each.key], sites[site])
            for each in plan.services
            for site in dict.fromkeys(each.sites)
        )
        copy("offered", ("id", "service_id", "site_id"), rows)
        table = ServiceSite._meta.db_table
        cursor.execute(
            f"DELETE FROM {table} known USING catalog_service s WHERE s.id = known.service_id"  # noqa: S608
            " AND s.source = %s AND s.source_key = ANY(%s) AND NOT EXISTS (SELECT FROM offered o"
            " WHERE o.service_id = known.service_id AND o.site_id = known.site_id)",
            [plan.source, [each.key for each in plan.services]],
        )
        cursor.execute(
            f"INSERT INTO {table} (id, created_at, updated_at, service_id, site_id)"  # noqa: S608
            " SELECT o.id, %(at)s, %(at)s, o.service_id, o.site_id FROM offered o"
            f" WHERE NOT EXISTS (SELECT FROM {table} known WHERE o.service_id = known.service_id"
            " AND o.site_id = known.site_id)",
            {"at": now()},
        )
        cursor.execute("DROP TABLE offered")
