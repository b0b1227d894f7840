"""An agreement is seen by its two sides and by nobody else."""

from __future__ import annotations

from steadwork.kernel.actor import Actor
from steadwork.kernel.querysets import HouseQuerySet


class TwoSided(HouseQuerySet):
    """Rows with a host and a provider: each side sees its own, with the permission to look."""

    permission = "agreement.see"

    def visible_to(self, actor: Actor) -> TwoSided:
        if actor.is_system:
            return self
        if not actor.can(self.permission):
            return self.none()
        if actor.is_host:
            return self.filter(host_id=actor.host_id)
        return self.filter(host_id=actor.host_id, provider_id__in=actor.organizations)
