"""Builds an agency: its units, seats, people, responsibilities and products."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from steadwork.catalog import actions as catalog
from steadwork.demo.counties import County
from steadwork.demo.personas import PERSONAS, password_of
from steadwork.demo.roster import HOST_SETS, PARTNER_SETS, Seat, address
from steadwork.demo.shelf import PRODUCTS
from steadwork.identity import actions as identity
from steadwork.identity.models import User
from steadwork.kernel.actor import SYSTEM, Actor
from steadwork.parties import actions as parties
from steadwork.parties.actors import actor_for
from steadwork.parties.models import Holding, Organization

SPEAKS = {each.email: each.language for each in PERSONAS}


def person(name: str, email: str, by: Actor) -> User:
    """Somebody who may sign in: with the demo's password when on the start page."""
    return identity.create_user(
        email=email, name=name, password=password_of(email), language=SPEAKS.get(email, "en"), by=by
    )


def found(county: County) -> Organization:
    """An agency with everybody in their seats."""
    host = parties.create_host(name=county.name, listed=True, by=SYSTEM)
    sets = responsibilities(host.pk)
    places = {"": host.pk}
    for unit in county.units:
        places[unit] = parties.create_unit(parent_id=host.pk, name=unit, by=SYSTEM).pk
    positions: dict[str, UUID] = {}
    for seat in county.seats:
        positions[seat.key] = fill(seat, host, places, positions, sets, county.domain)
    for code in county.products:
        catalog.define_product(code=code, host_id=host.pk, by=SYSTEM, **PRODUCTS[code])
    return host


def responsibilities(host_id: UUID) -> dict[str, UUID]:
    """The sets of permissions that this host hands out, by name."""
    defined = {}
    for side, sets in (("host", HOST_SETS), ("partner", PARTNER_SETS)):
        for name, permissions in sets.items():
            made = parties.define_responsibility(
                host_id=host_id, name=name, side=side,
                permissions=[each.value for each in permissions], by=SYSTEM,
            )  # fmt: skip
            defined[name] = made.pk
    return defined


def fill(
    seat: Seat,
    host: Organization,
    places: Mapping[str, UUID],
    positions: Mapping[str, UUID],
    sets: Mapping[str, UUID],
    domain: str,
) -> UUID:
    """One seat with its person in it. Before anybody is there, the system does it."""
    position = parties.create_position(
        organization_id=places[seat.unit], title=seat.title,
        parent_id=positions.get(seat.above), by=SYSTEM,
    )  # fmt: skip
    user = person(seat.name, address(seat.name, domain), SYSTEM)
    parties.seat(position.pk, user_id=user.pk, host_id=host.pk, by=SYSTEM)
    parties.grant(sets[seat.responsibility], user_id=user.pk, by=SYSTEM)
    return position.pk


def actor_of(email: str, host_id: UUID) -> Actor:
    """Somebody in their seat for this host, with what they may do today."""
    user = User.objects.get(email=email)
    held = Holding.objects.filter(user=user, host_id=host_id, until=None).first()
    return actor_for(user, held.pk if held else None)


def seat_of(actor: Actor) -> UUID:
    """The position somebody works from; everybody in the town has one."""
    if actor.position_id is None:
        raise LookupError(f"{actor.name} has no seat")
    return actor.position_id
