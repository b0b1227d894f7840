"""The trail: what happened, to what, by whom, from where and why.

An entry is written in the transaction it tells about and can be neither changed nor deleted;
a trigger in the database says so too. It is the timeline on the screen and the audit at once.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from steadwork.kernel.actor import Actor, Side
from steadwork.kernel.audience import Audience
from steadwork.kernel.clock import now
from steadwork.kernel.querysets import HouseQuerySet, new_id


class EntryQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> EntryQuerySet:
        """The entries of a subject already seen that this actor may read."""
        if actor.is_system or actor.is_host:
            mine = ~Q(audience=Audience.AUTHOR) | Q(user_id=actor.user_id)
            theirs_alone = Q(audience=Audience.SIDE) & ~Q(side__in=[actor.side, Side.SYSTEM])
            return self.filter(mine).exclude(theirs_alone) if actor.is_host else self
        partners = [Audience.PARTNERS] if actor.is_partner else []
        told = Q(audience__in=[*partners, Audience.CUSTOMER])
        told |= Q(audience=Audience.PARTNER, partner_id__in=actor.organizations)
        told |= Q(audience=Audience.SIDE, organization_id__in=actor.organizations)
        return self.filter(told | Q(audience=Audience.AUTHOR, user_id=actor.user_id))


class Entry(models.Model):
    """One thing that happened. Names are copied, so that the trail outlives renames."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=now)
    host_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    action = models.CharField(max_length=80)
    side = models.CharField(max_length=10)
    user_id = models.UUIDField(null=True)
    user_name = models.CharField(max_length=200, blank=True)
    position_id = models.UUIDField(null=True)
    organization_id = models.UUIDField(null=True)
    organization_name = models.CharField(max_length=300, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.SIDE)
    partner_id = models.UUIDField(null=True, help_text="whom PARTNER means")
    changes = models.JSONField(default=dict, help_text="field: [before, after]")
    note = models.TextField(blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["subject_id", "-at", "-id"], name="kernel_entry_timeline"),
            BrinIndex(fields=["at"], name="kernel_entry_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="kernel_entry_partner_is_named",
                condition=Q(audience=Audience.PARTNER, partner_id__isnull=False)
                | (~Q(audience=Audience.PARTNER) & Q(partner_id=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.subject_id}"


def record(
    action: str,
    subject: models.Model,
    *,
    by: Actor,
    changes: dict[str, list[Any]] | None = None,
    note: str = "",
    audience: str = Audience.SIDE,
    partner_id: UUID | None = None,
) -> Entry:
    """Write one entry about ``subject``. Called by actions, inside their transaction."""
    entry = entry_for(
        action, subject, by=by, changes=changes, note=note, audience=audience, partner_id=partner_id
    )
    entry.save(force_insert=True)
    return entry


def entry_for(
    action: str,
    subject: models.Model,
    *,
    by: Actor,
    changes: dict[str, list[Any]] | None = None,
    note: str = "",
    audience: str = Audience.SIDE,
    partner_id: UUID | None = None,
) -> Entry:
    """The entry, unsaved: for the rare writer of thousands, who saves them together."""
    return Entry(
        host_id=getattr(subject, "host_id", None) or by.host_id,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        action=action,
        side=by.side,
        user_id=by.user_id,
        user_name=by.name,
        position_id=by.position_id,
        organization_id=by.organization_id,
        organization_name=by.organization_name,
        audience=audience,
        partner_id=partner_id,
        changes={name: [plain(v) for v in pair] for name, pair in (changes or {}).items()},
        note=note,
    )


def plain(value: Any) -> Any:
    """A value as JSON keeps it: what a reader would write down."""
    return value if isinstance(value, str | int | float | bool | None) else str(value)
