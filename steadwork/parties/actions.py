"""The verbs of parties: organizations, seats, responsibilities, households and people."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from steadwork.identity import actions as identity
from steadwork.identity.models import User
from steadwork.kernel.actor import Actor
from steadwork.kernel.audit import record
from steadwork.kernel.clock import now, today
from steadwork.kernel.constraints import refusing
from steadwork.kernel.errors import Conflict, Invalid, Missing, NotPermitted
from steadwork.kernel.querysets import new_id
from steadwork.kernel.verdict import require, tenant
from steadwork.parties.models import (
    Account,
    Contact,
    Grant,
    Holding,
    Organization,
    Partnership,
    Position,
    Release,
    Responsibility,
    Site,
)
from steadwork.parties.permissions import Permission
from steadwork.parties.visibility import partners_of


@transaction.atomic
def create_host(*, name: str, identifier: str = "", by: Actor, **facts: Any) -> Organization:
    """A tenant: the organization whose business it is. Only the system makes one."""
    require(by.is_system)
    key = new_id()
    host = Organization(pk=key, kind="host", name=name, host_id=key, **facts)
    host.identifier = identifier or free_identifier(name)
    with refusing(parties_organization_identifier_key=lambda: taken_identifier(identifier)):
        host.save(force_insert=True)
    record("host.created", host, by=by)
    return host


@transaction.atomic
def create_unit(*, parent_id: UUID, name: str, by: Actor) -> Organization:
    """A unit of an agency, or a sub-organization of a partner: the host makes both."""
    require(by.can(Permission.PARTY_MANAGE) and not by.is_partner)
    parent = ours(parent_id, by)
    unit = Organization.objects.create(
        kind=parent.kind,
        name=name,
        host_id=parent.host_id,
        parent=parent,
        identifier=free_identifier(name),
        is_service_provider=parent.is_service_provider,
    )
    record("organization.created", unit, by=by)
    return unit


def ours(organization_id: UUID, by: Actor) -> Organization:
    """An organization whose rows the actor's side keeps: seen is not enough, for all see some."""
    organization: Organization = Organization.objects.locked(organization_id, by)
    if by.is_host:
        own = organization.host_id == by.host_id
        partners = Organization.objects.filter(pk=organization.pk, pk__in=partners_of(by.host_id))
        require(own or partners.exists())
    else:
        require(by.is_system or organization.pk in by.organizations)
    return organization


@transaction.atomic
def register_partner(
    *, host_id: UUID, name: str, manager_id: UUID | None = None, by: Actor, **facts: Any
) -> Organization:
    """A new partner organization, at once registered with the host (typed in from paper)."""
    require(by.is_system or (by.can(Permission.PARTY_MANAGE) and by.is_host))
    require(by.is_system or by.host_id == host_id)
    if not name.strip():
        raise Invalid(_("A partner needs a name."))
    partner = Organization.objects.create(
        kind="partner", name=name.strip(), identifier=free_identifier(name), **facts
    )
    Partnership.objects.create(
        host_id=host_id,
        partner=partner,
        manager_id=manager_id,
        stage=Partnership.Stage.REGISTERED,
        registered_at=now(),
    )
    record("partner.registered", partner, by=by)
    return partner


@transaction.atomic
def join_partner(
    partner_id: UUID, *, host_id: UUID, manager_id: UUID | None = None, by: Actor
) -> Partnership:
    """An organization that works for others already becomes a partner of this host too.

    It is found through the public directory; neither host learns anything through the other.
    """
    require(by.is_system or (by.can(Permission.PARTY_MANAGE) and by.is_host))
    require(by.is_system or by.host_id == host_id)
    partner = Organization.objects.seen(partner_id, by)
    if partner.kind != Organization.Kind.PARTNER or partner.parent_id:
        raise Invalid(_("Only a whole partner organization can be joined."))
    with refusing(
        parties_partnership_once=lambda: Conflict(
            _("%(partner)s is a partner of ours already.") % {"partner": partner}
        )
    ):
        partnership = Partnership.objects.create(
            host_id=host_id, partner=partner, manager_id=manager_id,
            stage=Partnership.Stage.REGISTERED, registered_at=now(),
        )  # fmt: skip
    record("partner.joined", partner, by=by)
    return partnership


@transaction.atomic
def suspend_partner(partnership_id: UUID, *, reason: str, by: Actor) -> Partnership:
    """No new referrals, no sign-in for its people, until resumed."""
    return change_stage(partnership_id, Partnership.Stage.SUSPENDED, reason, by)


@transaction.atomic
def resume_partner(partnership_id: UUID, *, reason: str, by: Actor) -> Partnership:
    return change_stage(partnership_id, Partnership.Stage.REGISTERED, reason, by)


def change_stage(partnership_id: UUID, stage: str, reason: str, by: Actor) -> Partnership:
    require(by.can(Permission.PARTY_MANAGE) and not by.is_partner)
    partnership: Partnership = Partnership.objects.locked(partnership_id, by)
    if partnership.stage == stage:
        raise Conflict(
            _("%(partner)s is %(stage)s already.")
            % {"partner": partnership.partner, "stage": partnership.get_stage_display()}
        )
    was, partnership.stage = partnership.stage, stage
    partnership.registered_at = partnership.registered_at or now()
    partnership.save(update_fields=["stage", "registered_at", "updated_at"])
    changes = {"stage": [was, stage]}
    record("partner.stage_changed", partnership.partner, by=by, changes=changes, note=reason)
    return partnership


@transaction.atomic
def create_position(
    *, organization_id: UUID, title: str, parent_id: UUID | None = None, by: Actor
) -> Position:
    """A seat. Its parent says who sees its work in My Team's."""
    require(by.can(Permission.PARTY_MANAGE_PEOPLE))
    organization = ours(organization_id, by)
    parent = Position.objects.seen(parent_id, by) if parent_id else None
    if parent and top_of(parent.organization) != top_of(organization):
        raise Invalid(_("A seat reports to a seat of its own organization."))
    position = Position.objects.create(organization=organization, title=title, parent=parent)
    record("position.created", position, by=by)
    return position


def top_of(organization: Organization) -> UUID:
    """The organization at the top of the tree."""
    while organization.parent:
        organization = organization.parent
    return organization.pk


@transaction.atomic
def seat(
    position_id: UUID, *, user_id: UUID, host_id: UUID, since: date | None = None, by: Actor
) -> Holding:
    """Put a person into a seat, as its primary holder when it has none."""
    require(by.can(Permission.PARTY_MANAGE_PEOPLE))
    position = Position.objects.locked(position_id, by)
    require(by.is_system or by.host_id == host_id)
    user = somebody(user_id)
    first = not position.holdings.filter(until=None, is_primary=True).exists()
    with refusing(
        parties_holding_once=lambda: Conflict(_("%(who)s holds this seat already.") % {"who": user})
    ):
        holding = Holding.objects.create(
            position=position,
            user=user,
            host_id=host_id,
            is_primary=first,
            since=since or today(),
        )
    if first:
        position.holder_name = user.name
        position.save(update_fields=["holder_name", "updated_at"])
    record("position.seated", position, by=by, changes={"holder": ["", user.name]})
    return holding


@transaction.atomic
def invite(
    partner_id: UUID, *, name: str, email: str, title: str, responsibility_id: UUID, by: Actor
) -> Holding:
    """A person of a partner: able to sign in, in a seat, with a responsibility that is released.

    The password is set by mail; until then nobody can sign in with this address.
    """
    require(by.can(Permission.PARTY_MANAGE_PEOPLE) and by.is_host)
    partner: Organization = Organization.objects.seen(partner_id, by)
    require(partner.hosts.filter(host_id=by.host_id).exists())
    user = User.objects.filter(email__iexact=email).first()
    user = user or identity.create_user(email=email, name=name, by=by)
    position = create_position(organization_id=partner.pk, title=title, by=by)
    release(responsibility_id, organization_id=partner.pk, by=by)
    grant(responsibility_id, user_id=user.pk, by=by)
    return seat(position.pk, user_id=user.pk, host_id=tenant(by), by=by)


def somebody(user_id: UUID) -> User:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise Missing
    return user


@transaction.atomic
def unseat(holding_id: UUID, *, by: Actor, note: str = "") -> Holding:
    """Somebody leaves a seat. Work stays with the seat; the person's next request is refused."""
    require(by.can(Permission.PARTY_MANAGE_PEOPLE))
    holding = Holding.objects.select_related("position").filter(pk=holding_id).first()
    position = Position.objects.locked(holding.position_id if holding else None, by)
    holding = Holding.objects.get(pk=holding_id)
    require(by.is_system or holding.host_id == by.host_id)
    holding.until = max(today(), holding.since)
    holding.is_primary = False
    holding.save(update_fields=["until", "is_primary", "updated_at"])
    heir = position.holdings.filter(until=None).order_by("-is_primary", "since", "pk").first()
    if heir and not heir.is_primary:
        heir.is_primary = True
        heir.save(update_fields=["is_primary", "updated_at"])
    position.holder_name = heir.user.name if heir else ""
    position.save(update_fields=["holder_name", "updated_at"])
    record("position.left", position, by=by, note=note)
    return holding


@transaction.atomic
def define_responsibility(
    *, host_id: UUID, name: str, side: str, permissions: list[str], by: Actor
) -> Responsibility:
    """A named set of permissions of one host, for one side."""
    require(
        by.is_system or (by.can(Permission.PARTY_MANAGE) and by.host_id == host_id and by.is_host)
    )
    unknown = sorted(set(permissions) - set(Permission.values))
    if unknown:
        raise Invalid(_("No such permission: %(names)s.") % {"names": ", ".join(unknown)})
    with refusing(
        parties_responsibility_once=lambda: Conflict(
            _("There is a responsibility named %(name)s already.") % {"name": name}
        )
    ):
        responsibility = Responsibility.objects.create(
            host_id=host_id, name=name, side=side, permissions=sorted(permissions)
        )
    record("responsibility.defined", responsibility, by=by)
    return responsibility


@transaction.atomic
def release(responsibility_id: UUID, *, organization_id: UUID, by: Actor) -> Release:
    """Let a partner hand out a responsibility among its own people."""
    require(by.is_system or (by.is_host and by.can(Permission.PARTY_MANAGE)))
    responsibility = responsibility_of(responsibility_id, by)
    partner = ours(organization_id, by)
    if responsibility.side != partner.kind:
        raise Invalid(_("This responsibility is for the other side."))
    released, new = Release.objects.get_or_create(
        organization=partner, responsibility=responsibility
    )
    if new:
        record("responsibility.released", partner, by=by, note=responsibility.name)
    return released


@transaction.atomic
def grant(responsibility_id: UUID, *, user_id: UUID, by: Actor) -> Grant:
    """Give a person a responsibility. A partner gives only what was released to it."""
    require(by.can(Permission.PARTY_MANAGE_PEOPLE))
    responsibility = responsibility_of(responsibility_id, by)
    if by.is_partner:
        released = responsibility.releases.filter(organization_id__in=by.organizations)
        colleague = Holding.objects.filter(
            user_id=user_id, until=None, position__organization_id__in=by.organizations
        )
        if not (released.exists() and colleague.exists()):
            raise NotPermitted(
                _("Your organization was not given %(name)s to hand out.")
                % {"name": responsibility.name},
                code="RESPONSIBILITY_NOT_DELEGATED",
            )
    user = somebody(user_id)
    granted, new = Grant.objects.get_or_create(user=user, responsibility=responsibility)
    if new:
        record("responsibility.granted", granted.user, by=by, note=responsibility.name)
    return granted


def responsibility_of(responsibility_id: UUID, by: Actor) -> Responsibility:
    of_host = Responsibility.objects.all()
    found = of_host if by.is_system else of_host.filter(host_id=by.host_id)
    responsibility = found.filter(pk=responsibility_id).first()
    if responsibility is None:
        raise Invalid(_("Choose one of the responsibilities that your host defined."))
    return responsibility


@transaction.atomic
def add_site(*, organization_id: UUID, by: Actor, **facts: Any) -> Site:
    """A place where an organization works. Coordinates come in pairs or not at all."""
    require(by.can(Permission.PARTY_MANAGE))
    organization = ours(organization_id, by)
    located = facts.get("latitude") is not None
    facts.setdefault("precision", Site.Precision.EXACT if located else Site.Precision.NONE)
    site = Site.objects.create(organization=organization, **facts)
    record("site.added", organization, by=by, note=site.name)
    return site


@transaction.atomic
def add_account(*, name: str, by: Actor, host_id: UUID | None = None, **facts: Any) -> Account:
    """A household, or a customer."""
    require(by.can(Permission.PARTY_SEE))
    if not name.strip():
        raise Invalid(_("A household needs a name."))
    account = Account.objects.create(host_id=tenant(by, host_id), name=name.strip(), **facts)
    record("account.added", account, by=by)
    return account


@transaction.atomic
def add_contact(*, account_id: UUID, by: Actor, **facts: Any) -> Contact:
    """A person of a household."""
    require(by.can(Permission.PARTY_SEE))
    account = Account.objects.seen(account_id, by)
    born = facts.get("birth_date")
    if born and born > today():
        raise Invalid(_("The date of birth lies in the future."))
    contact = Contact.objects.create(host_id=account.host_id, account=account, **facts)
    record("contact.added", contact, by=by)
    return contact


def free_identifier(name: str) -> str:
    """A readable identifier that nobody has: the name, numbered when it must be."""
    stem = slugify(name)[:60] or "organization"
    taken = set(
        Organization.objects.filter(identifier__startswith=stem).values_list(
            "identifier", flat=True
        )
    )
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def taken_identifier(identifier: str) -> Conflict:
    return Conflict(_("Another organization is known as %(name)s.") % {"name": identifier})
