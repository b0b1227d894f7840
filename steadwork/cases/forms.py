"""The shape of a new case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from steadwork.cases.codes import CATEGORIES
from steadwork.kernel.actor import Actor
from steadwork.parties.models import Account, Contact
from steadwork.web.forms import DayInput, HouseForm, VerbForm
from steadwork.work.models import Priority


class NewCaseForm(HouseForm):
    """Household, person and what it is about, on one page. A known household may be named."""

    account_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    household = forms.CharField(label=_("Household"), max_length=200)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    first_name = forms.CharField(label=_("First name of the client"), max_length=100)
    last_name = forms.CharField(label=_("Last name of the client"), max_length=100)
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=DayInput(),
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=Contact.Gender, initial="unknown")
    title = forms.CharField(label=_("Case name"), max_length=300)
    category = forms.ChoiceField(label=_("Category"))
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority, initial=Priority.MEDIUM)
    reason = forms.CharField(
        label=_("What is it about"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = CATEGORIES.choices(actor.host_id)  # type: ignore[attr-defined]


class ReasonForm(VerbForm):
    """A move that may be explained."""

    note = forms.CharField(
        label=_("Why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


def known_household(account_id: str, actor: Actor) -> Account | None:
    """The household that the address names, if there is such a one for this person."""
    try:
        key = UUID(account_id)
    except ValueError:
        return None
    return Account.objects.visible_to(actor).filter(pk=key).first()
