"""What a directory comes to, once read: organizations, sites and services, ready to be loaded.

A key is the directory's own id as text; the source is the name under which the host knows the
directory. Both together find the row again at the next import.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypedDict

SOURCE_LONGEST = 60
KEY_LONGEST = 200


class Hours(TypedDict):
    """One opening: ``day`` monday … sunday, both times as HH:MM."""

    day: str
    opens: str
    closes: str


@dataclass(slots=True)
class OrganizationPlan:
    key: str
    name: str
    legal_name: str = ""
    description: str = ""
    email: str = ""
    phone: str = ""
    url: str = ""
    stand_in: bool = False


@dataclass(slots=True)
class SitePlan:
    key: str
    organization: str
    name: str
    description: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = "none"
    phone: str = ""
    hours: list[Hours] = field(default_factory=list)


@dataclass(slots=True)
class ServicePlan:
    key: str
    organization: str
    name: str
    alternate_name: str = ""
    description: str = ""
    status: str = "active"
    url: str = ""
    email: str = ""
    phone: str = ""
    application_process: str = ""
    eligibility: str = ""
    fees: str = ""
    wait_time: str = ""
    languages: list[str] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DirectoryPlan:
    """Everything of one directory. Organizations include the stand-ins that rows point to."""

    source: str
    organizations: list[OrganizationPlan] = field(default_factory=list)
    sites: list[SitePlan] = field(default_factory=list)
    services: list[ServicePlan] = field(default_factory=list)

    @property
    def stand_ins(self) -> int:
        return sum(organization.stand_in for organization in self.organizations)

    def __len__(self) -> int:
        return len(self.organizations) + len(self.sites) + len(self.services)
