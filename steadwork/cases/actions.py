"""The verbs of cases: open, grant a benefit, close, reopen."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from steadwork.cases.codes import CATEGORIES
from steadwork.cases.models import Benefit, Case
from steadwork.cases.states import State
from steadwork.cases.visibility import may
from steadwork.catalog.models import Product
from steadwork.kernel.actor import Actor
from steadwork.kernel.audit import record
from steadwork.kernel.errors import Conflict, Invalid
from steadwork.kernel.verdict import require
from steadwork.parties import actions as parties
from steadwork.parties.models import Account, Contact
from steadwork.work.actions import advance, begin


@transaction.atomic
def open_case(
    *,
    title: str,
    category: str,
    account_id: UUID,
    contact_id: UUID,
    reason: str = "",
    priority: str = "medium",
    by: Actor,
) -> Case:
    """A new case of a household, with the person whom it is about first of all."""
    require(by.can("case.open") and by.is_host)
    account = Account.objects.seen(account_id, by)
    contact = Contact.objects.seen(contact_id, by)
    if contact.account_id != account.pk:
        raise Invalid(
            _("%(who)s does not belong to %(household)s.") % {"who": contact, "household": account}
        )
    if category not in dict(CATEGORIES.choices(by.host_id)):
        raise Invalid(_("Choose one of the categories."))
    if not title.strip():
        raise Invalid(_("A case needs a name."))
    case = Case(
        title=title.strip(), category=category, account=account, contact=contact, reason=reason,
        priority=priority, state=State.ACTIVE,
    )  # fmt: skip
    return begin(case, by=by)


@transaction.atomic
def take_in(
    *,
    household: str,
    first_name: str,
    last_name: str,
    title: str,
    category: str,
    account_id: UUID | None = None,
    city: str = "",
    birth_date: date | None = None,
    gender: str = Contact.Gender.UNKNOWN,
    priority: str = "medium",
    reason: str = "",
    by: Actor,
) -> Case:
    """Intake: the household and the person, new unless known, and the case, all or nothing."""
    require(by.can("case.open") and by.is_host)
    account: Account = (
        Account.objects.seen(account_id, by)
        if account_id
        else parties.add_account(name=household, city=city, by=by)
    )
    same = account.contacts.filter(
        first_name__iexact=first_name, last_name__iexact=last_name, birth_date=birth_date
    )
    contact = same.first() or parties.add_contact(
        account_id=account.pk,
        first_name=first_name,
        last_name=last_name,
        birth_date=birth_date,
        gender=gender,
        by=by,
    )
    return open_case(
        title=title, category=category, account_id=account.pk, contact_id=contact.pk,
        priority=priority, reason=reason, by=by,
    )  # fmt: skip


@transaction.atomic
def grant_benefit(
    case_id: UUID,
    *,
    product_id: UUID,
    recipient_id: UUID,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor,
) -> Benefit:
    """A product for one person of the household, for a time."""
    case: Case = Case.objects.locked(case_id, by)
    require(may(by, "grant", case))
    if case.state != State.ACTIVE:
        raise Conflict(_("The case is closed. Reopen it first."), code="CASE_CLOSED")
    product = Product.objects.seen(product_id, by)
    recipient = Contact.objects.seen(recipient_id, by)
    if recipient.account_id != case.account_id:
        raise Invalid(_("%(who)s does not belong to this household.") % {"who": recipient})
    if ends_on is None and not product.open_ended:
        raise Invalid(_("%(product)s needs an end.") % {"product": product})
    if ends_on is not None and ends_on <= starts_on:
        raise Invalid(_("A stay has at least one night: it ends after it begins."))
    benefit = Benefit.objects.create(
        host_id=case.host_id, case=case, product=product, recipient=recipient,
        period=DateRange(starts_on, ends_on),
    )  # fmt: skip
    record("case.benefit_granted", case, by=by, changes={"benefit": ["", str(product)]})
    return benefit


@transaction.atomic
def close(case_id: UUID, *, by: Actor, note: str = "") -> Case:
    """Nothing more to do. Refused, with the list, while a part of it is open."""
    case: Case = Case.objects.locked(case_id, by)
    require(may(by, "close", case))
    if open_parts := list(case.parts.filter(stage="open").values_list("number", flat=True)):
        raise Conflict(
            _("Still open: %(orders)s. Cancel or end these first.")
            % {"orders": ", ".join(open_parts)},
            code="CASE_HAS_OPEN_PARTS",
        )
    return advance(case, "close", by=by, note=note)


@transaction.atomic
def reopen(case_id: UUID, *, by: Actor, note: str = "") -> Case:
    """There is more to do after all."""
    case: Case = Case.objects.locked(case_id, by)
    require(may(by, "reopen", case))
    return advance(case, "reopen", by=by, turn="host", note=note)
