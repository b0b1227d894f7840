"""Organizations and sites from outside become partners of a host. Two importers stand on this."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import slugify

from steadwork.kernel.actor import Actor
from steadwork.kernel.audit import Entry, entry_for
from steadwork.kernel.clock import now
from steadwork.parties.models import Organization, Partnership, Site
from steadwork.sheets.merging import Merged, merge

STEM = 60
BATCH = 1_000

ORGANIZATION = (
    "source", "source_key", "kind", "identifier", "is_service_provider", "listed", "name",
    "legal_name", "description", "email", "phone", "url",
)  # fmt: skip
AT_FIRST = ("kind", "identifier", "is_service_provider", "listed")
SITE = (
    "source", "source_key", "is_confidential", "organization_id", "name", "description", "address",
    "city", "region", "postal_code", "country", "latitude", "longitude", "precision", "phone",
    "hours",
)  # fmt: skip


def keys_of(model: type[Organization | Site], source: str) -> dict[str, UUID]:
    """What is known of a source: its key → our id."""
    rows: QuerySet[Any] = model.objects.filter(source=source).exclude(source_key="")
    return dict(rows.values_list("source_key", "id").iterator(chunk_size=10_000))


def merge_organizations(
    source: str,
    facts: Iterable[tuple[str, ...]],
    *,
    listed: bool,
    says: Collection[str] = ORGANIZATION,
) -> Merged:
    """Merge (key, name, legal name, description, e-mail, telephone, web site).

    ``says`` are the columns that the source speaks of; the others stay as people wrote them.
    """
    known = set(keys_of(Organization, source))
    identifiers = Identifiers()

    def rows() -> Iterator[tuple[Any, ...]]:
        for key, name, *rest in facts:
            identifier = "" if key in known else identifiers.free(name)
            yield (source, key, "partner", identifier, True, listed, name, *rest)

    kept = (*AT_FIRST, *(column for column in ORGANIZATION if column not in says))
    return merge(Organization, ORGANIZATION, rows(), first_only=kept)


class Identifiers:
    """Readable identifiers that nobody has, many of them, from one look at the table."""

    def __init__(self) -> None:
        self.taken = set(Organization.objects.values_list("identifier", flat=True))
        self.last: dict[str, int] = {}

    def free(self, name: str) -> str:
        stem = slugify(name)[:STEM] or "organization"
        number, found = self.last.get(stem, 1), stem
        while found in self.taken:
            number += 1
            found = f"{stem}-{number}"
        self.last[stem] = number
        self.taken.add(found)
        return found


def merge_sites(rows: Iterable[tuple[Any, ...]], says: Collection[str] = SITE) -> Merged:
    """Merge sites; a row is as SITE says. An address once confidential stays so."""
    silent = (column for column in SITE if column not in says)
    return merge(Site, SITE, rows, first_only=("is_confidential", *silent))


def join(host: Organization, organizations: Iterable[UUID], stage: str) -> int:
    """Make organizations partners of the host, as far as they are not. Returns how many joined."""
    partners = set(Partnership.objects.filter(host=host).values_list("partner_id", flat=True))
    registered = now() if stage == Partnership.Stage.REGISTERED else None
    fresh = [
        Partnership(host=host, partner_id=key, stage=stage, registered_at=registered)
        for key in organizations
        if key not in partners
    ]
    Partnership.objects.bulk_create(fresh, batch_size=BATCH)
    return len(fresh)


def record_each(action: str, ids: Iterable[UUID], *, by: Actor, note: str) -> None:
    """One entry for each organization that an import made or changed."""
    entries = (
        entry_for(action, Organization(pk=key, kind="partner"), by=by, note=note) for key in ids
    )
    Entry.objects.bulk_create(entries, batch_size=BATCH)
