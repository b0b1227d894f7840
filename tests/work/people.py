"""A small world of two hosts for random tests of who sees what. Built once a test, then varied."""

from dataclasses import replace
from itertools import product

from django.db.models import Q
from hypothesis import strategies as st

from steadwork.kernel.actor import Actor, Side
from steadwork.kernel.clock import now
from steadwork.work.models import Share, TeamMember, WorkItem
from tests.factories import (
    AccountFactory,
    CaseFactory,
    HostFactory,
    PartnerFactory,
    PositionFactory,
)

SCOPES = ["my", "team", "all", "across"]


class World:
    """Two hosts; one with two units. Two partners, one with a branch. Five seats each side."""

    def __init__(self):
        self.hosts = [HostFactory(), HostFactory()]
        one, two = self.hosts
        self.units = [HostFactory(host_id=one.pk, parent=one) for _ in range(2)]
        self.partners = [PartnerFactory(), PartnerFactory()]
        self.branch = PartnerFactory(parent=self.partners[0])
        self.offices = [one, *self.units, two]
        self.firms = [*self.partners, self.branch]
        self.seats = {o.pk: self.chain(o) for o in [*self.offices, *self.firms]}
        self.accounts = [AccountFactory(host=one), AccountFactory(host=one)]
        self.items = [CaseFactory(host=one, organization=one) for _ in range(3)]

    def chain(self, organization):
        """Three seats, each below the one before."""
        above, seats = None, []
        for _ in range(3):
            above = PositionFactory(organization=organization, parent=above)
            seats.append(above)
        return seats

    @property
    def all_seats(self):
        return [seat for seats in self.seats.values() for seat in seats]

    def actor(self, office, depth, scopes, host):
        """Somebody in a seat, as ``actor_for`` would build it."""
        organization = [*self.offices, *self.firms][office]
        seats = self.seats[organization.pk]
        below = {organization.pk}
        for other in [*self.offices, *self.firms]:
            if other.parent_id in below:
                below.add(other.pk)
        partner = organization.kind == "partner"
        return Actor(
            side=Side.PARTNER if partner else Side.HOST,
            user_id=seats[depth].pk,
            host_id=self.hosts[host].pk if partner else organization.host_id,
            organization_id=organization.pk,
            position_id=seats[depth].pk,
            holds_primarily=True,
            permissions=frozenset(f"case.see_{scope}" for scope in scopes),
            organizations=frozenset(below),
            reports=frozenset(seat.pk for seat in seats[depth + 1 :]),
        )

    def customer(self, account):
        return Actor(
            side=Side.CUSTOMER,
            user_id=self.accounts[account].pk,
            host_id=self.hosts[0].pk,
            accounts=frozenset({self.accounts[account].pk}),
        )

    def arrange(self, plans):
        """Give each item its unit, owner, team, shares, seal and household anew."""
        TeamMember.objects.all().delete()
        Share.objects.all().delete()
        for item, plan in zip(self.items, plans, strict=True):
            unit, owner, team, shares, sealed, account, is_open = plan
            organization = self.offices[unit]
            seats = self.all_seats
            WorkItem.objects.filter(pk=item.pk).update(
                host_id=organization.host_id,
                organization=organization,
                owner=None if owner is None else seats[owner],
                sensitivity="sealed" if sealed else "normal",
                account=None if account is None else self.accounts[account],
                open_to_customer=is_open,
            )
            about = {"item_id": item.pk, "kind": "case", "opened_at": item.opened_at}
            TeamMember.objects.bulk_create(
                TeamMember(
                    position=seats[seat],
                    is_primary=seat == owner and not gone,
                    removed_at=now() if gone else None,
                    **about,
                )
                for seat, gone in (team if owner is None else {**team, owner: False}).items()
            )
            Share.objects.bulk_create(
                Share(
                    partner=self.firms[firm],
                    level=level,
                    until=now() if level == "ended" else None,
                    **about,
                )
                for firm, level in shares.items()
            )


SEATS = st.integers(0, 20)
PLAN = st.tuples(
    st.integers(0, 3),
    st.none() | SEATS,
    st.dictionaries(SEATS, st.booleans(), max_size=3),
    st.dictionaries(
        st.integers(0, 2), st.sampled_from(["offered", "accepted", "ended"]), max_size=2
    ),
    st.booleans(),
    st.none() | st.integers(0, 1),
    st.booleans(),
)
PLANS = st.lists(PLAN, min_size=3, max_size=3)
ACTOR = st.tuples(
    st.integers(0, 6),
    st.integers(0, 2),
    st.frozensets(st.sampled_from(SCOPES)),
    st.integers(0, 1),
)


def everybody(world):
    """One actor with all scopes for each seat."""
    for office, depth in product(range(7), range(3)):
        yield world.actor(office, depth, SCOPES, 0)


def without_seat(actor):
    return replace(actor, position_id=None)


def seen(rows):
    return set(rows.values_list("pk", flat=True))


ANYTHING = Q()
