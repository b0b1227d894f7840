"""The base of every business row: its id, its two times, and how it is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from uuid_utils.compat import uuid7

from steadwork.kernel.clock import now
from steadwork.kernel.errors import Missing
from steadwork.kernel.leads import Leads

if TYPE_CHECKING:
    from steadwork.kernel.actor import Actor


def new_id() -> UUID:
    """A time-ordered UUID, so that new rows land at the end of their index."""
    return uuid7()


class HouseQuerySet(models.QuerySet[Any]):
    """Seeing is a queryset: every noun narrows ``visible_to``.

    ``leads`` says how its rows are read in the order of lists. Whatever narrows them further
    makes a new queryset, which knows none: leads are never wrong, at worst forgotten.
    """

    leads: Leads | None = None

    def visible_to(self, actor: Actor) -> Self:
        raise NotImplementedError(f"{type(self).__name__} must say who sees its rows")

    def for_update(self) -> Self:
        """Lock own rows, in key order, without blocking foreign keys that point here."""
        parents = [link.name for link in self.model._meta.parents.values() if link]
        return self.order_by("pk").select_for_update(of=("self", *parents), no_key=True)

    def locked(self, pk: UUID | str | None, actor: Actor) -> Any:
        """The row, locked until the transaction ends; Missing when the actor cannot see it."""
        return self.visible_to(actor).for_update().only_one(pk)

    def seen(self, pk: UUID | str | None, actor: Actor) -> Any:
        """The row; Missing when the actor cannot see it."""
        return self.visible_to(actor).only_one(pk)

    def only_one(self, pk: UUID | str | None) -> Any:
        try:
            return self.get(pk=pk)
        except (self.model.DoesNotExist, ValidationError, ValueError):
            raise Missing from None


class HouseModel(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
