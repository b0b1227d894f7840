"""A million work items of three hosts, with the people who work on them. Seeded: every run makes
the same rows, but for the clock.

Skew, as it is in life: one partner has a twentieth of all orders, one worker 5,000 items, few
people most of the work; what is open is mostly young.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.ground import PICK, bare, fill, settle

TOWN = Path(__file__).with_suffix(".sql")
FILLED = [
    "work_workitem",
    "cases_case",
    "cases_benefit",
    "referrals_referralorder",
    "work_share",
    "work_teammember",
    "parties_contact",
    "parties_account",
]


def build(items: int) -> None:
    """Fill a migrated, empty database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(PICK)
    with bare(FILLED):
        fill(TOWN.read_text(), items=items)
    settle()


SEES = [
    f"{noun}.see_{scope}"
    for noun in ("case", "referral")
    for scope in ("my", "team", "all", "across")
]
REST = ["referral.answer", "asset.see", "party.see", "agreement.see"]


@dataclass(frozen=True)
class Persona:
    """Somebody whose lists are measured. ``seat`` is a name in the town."""

    key: str
    seat: tuple[str, int]
    scopes: tuple[str, ...]
    says: str


PERSONAS = [
    Persona("worker", ("seat", 430), ("my", "all"), "host, 5,000 items of her own"),
    Persona("manager", ("seat", 21), ("team",), "host, 20 reports"),
    Persona("director", ("seat", 0), ("team", "across"), "host, 1,099 reports"),
    Persona(
        "house",
        ("partner seat", 0),
        ("team", "all"),
        "partner, 50,000 orders, 19 reports",
    ),
    Persona("agent", ("partner seat", 5), ("my",), "employee of that partner"),
    Persona("home", ("partner seat", 4000), ("my", "team", "all"), "partner 40, 2 reports"),
]


def seat_people() -> None:
    """Users, holdings and responsibilities for the personas; by actions, as in life."""
    from steadwork.identity import actions as identity
    from steadwork.kernel.actor import SYSTEM
    from steadwork.parties import actions as parties
    from steadwork.parties.models import Organization, Position

    host = Organization.objects.get(identifier="county-0")
    given = {}
    for side in ("host", "partner"):
        permissions = [p for p in SEES + REST if side == "host" or not p.endswith("across")]
        permissions = [p for p in permissions if side == "partner" or p != "referral.answer"]
        given[side] = parties.define_responsibility(
            host_id=host.pk, name=f"All of {side}", side=side, permissions=permissions, by=SYSTEM
        )
    for persona in PERSONAS:
        position = Position.objects.select_related("organization").get(pk=named(*persona.seat))
        user = identity.create_user(
            email=f"{persona.key}@example.org", name=persona.key.title(), by=SYSTEM
        )
        parties.seat(position.pk, user_id=user.pk, host_id=host.pk, by=SYSTEM)
        organization = position.organization
        if organization.kind == "partner" and not organization.releases.exists():
            parties.release(given["partner"].pk, organization_id=organization.pk, by=SYSTEM)
        parties.grant(given[organization.kind].pk, user_id=user.pk, by=SYSTEM)


def named(what: str, n: int) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT named(%s, %s)", [what, n])
        return str(cursor.fetchone()[0])
