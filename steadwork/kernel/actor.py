"""Who acts: one immutable value, built once a request and passed as ``by=``."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Side(StrEnum):
    """On which side of the house somebody stands."""

    HOST = "host"
    PARTNER = "partner"
    CUSTOMER = "customer"
    PUBLIC = "public"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a seat, at one moment, with everything a rule may ask about them.

    ``organizations`` holds the ids of the active organization and all below it;
    ``reports`` the positions below the active one. Both are empty for people without a seat.
    """

    side: Side
    user_id: UUID | None = None
    name: str = ""
    host_id: UUID | None = None
    organization_id: UUID | None = None
    organization_name: str = ""
    position_id: UUID | None = None
    position_title: str = ""
    holds_primarily: bool = False
    permissions: frozenset[str] = field(default_factory=frozenset)
    organizations: frozenset[UUID] = field(default_factory=frozenset)
    reports: frozenset[UUID] = field(default_factory=frozenset)
    accounts: frozenset[UUID] = field(default_factory=frozenset)
    language: str = "en"
    time_zone: str = ""

    def can(self, permission: str) -> bool:
        """Whether a responsibility opens this function. Says nothing about rows."""
        return self.side is Side.SYSTEM or permission in self.permissions

    @property
    def is_system(self) -> bool:
        return self.side is Side.SYSTEM

    @property
    def is_host(self) -> bool:
        return self.side is Side.HOST

    @property
    def is_partner(self) -> bool:
        return self.side is Side.PARTNER

    @property
    def behind_the_wall(self) -> bool:
        """Whether requests of this actor run under the database role that cannot bypass."""
        return self.side in (Side.PARTNER, Side.CUSTOMER, Side.PUBLIC)


SYSTEM = Actor(side=Side.SYSTEM, name="Steadwork")
PUBLIC = Actor(side=Side.PUBLIC)
