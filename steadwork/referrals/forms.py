"""The shape of what host and provider say on a referral order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from steadwork.assets.features import FEATURES
from steadwork.assets.models import Asset, Booking
from steadwork.cases.models import Case
from steadwork.catalog.models import Product
from steadwork.kernel.actor import Actor
from steadwork.kernel.clock import now, today
from steadwork.kernel.codes import CodeList
from steadwork.parties.models import Contact, Position
from steadwork.referrals.codes import BASES, CANCEL_REASONS, END_REASONS, REASONS
from steadwork.referrals.placing import candidates
from steadwork.referrals.wishes import wish_of_order
from steadwork.web.forms import DayInput, HouseForm, VerbForm
from steadwork.work.models import Priority


class WishForm(HouseForm):
    """What a worker looks for. It is a GET form: its address can be kept and sent on."""

    product = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.none())
    client = forms.ModelChoiceField(label=_("For whom"), queryset=Contact.objects.none())
    starts_on = forms.DateField(label=_("From"), widget=DayInput())
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty: without an end."),
    )
    features = forms.MultipleChoiceField(
        label=_("Needs"), required=False, widget=forms.CheckboxSelectMultiple
    )
    within_km = forms.FloatField(
        label=_("Within km of the household"), required=False, min_value=1, max_value=20_000
    )

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products: Any = self.fields["product"]
        products.queryset = Product.objects.visible_to(actor).bookable().order_by("name")
        people: Any = self.fields["client"]
        people.queryset = Contact.objects.visible_to(actor).filter(account_id=case.account_id)
        needs: Any = self.fields["features"]
        needs.choices = FEATURES.choices(actor.host_id)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end <= start:
            self.add_error("ends_on", _("A stay has at least one night: it ends after it begins."))
        product = data.get("product")
        if product and start and not end and not product.open_ended:
            self.add_error("ends_on", _("This product needs an end."))
        return data


class SubmitForm(VerbForm):
    basis = forms.ChoiceField(label=_("On what basis do you share the need"))
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=Priority,
        help_text=_("Answer due: emergency 1 h, high 8 h, medium 24 h, low 72 h."),
    )
    message = forms.CharField(
        label=_("Message to the provider"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read it before they answer. No names, no addresses."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bases: Any = self.fields["basis"]
        bases.choices = BASES.choices(self.actor.host_id)
        self.fields["priority"].initial = self.row.priority


class CodedForm(VerbForm):
    """A coded reason, and words when it is another one."""

    codes: CodeList
    reason = forms.ChoiceField(label=_("Reason"))
    reason_text = forms.CharField(
        label=_("In other words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when it is another reason."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons: Any = self.fields["reason"]
        reasons.choices = [("", _("Choose a reason")), *self.codes.choices(self.actor.host_id)]


class CancelForm(CodedForm):
    codes = CANCEL_REASONS


class RejectForm(CodedForm):
    codes = REASONS


class WaitlistForm(CodedForm):
    codes = REASONS
    expected_on = forms.DateField(label=_("Place expected on"), required=False, widget=DayInput())


class DayForm(VerbForm):
    on = forms.DateField(label=_("Day"), initial=today, widget=DayInput())


class DepartForm(CodedForm):
    codes = END_REASONS
    on = forms.DateField(label=_("Day"), initial=today, widget=DayInput())
    field_order = ["on", "reason", "reason_text"]


class PlaceForm(VerbForm):
    """Which of the own places. Those free for the whole time, and the one held for this order."""

    asset_id = forms.ChoiceField(label=_("Place"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["asset_id"]
        places.choices = self.places()
        wanted = str(self.row.asset_id or "")
        offered = [key for key, _words in places.choices]
        places.initial = wanted if wanted in offered else next(iter(offered), None)

    def places(self) -> list[tuple[str, str]]:
        own: Any = Asset.objects.visible_to(self.actor).filter(
            product_id=self.row.product_id, provider_id__in=self.actor.organizations
        )
        others = Booking.objects.exclude(item_id=self.row.pk)
        free = own.free(self.row.period, others, now()).order_by("name", "id")
        return [(str(place.pk), self.words(place)) for place in free[:100]]

    def words(self, place: Asset) -> str:
        if place.pk != self.row.asset_id:
            return place.name
        asked_for = _("asked for")
        return f"{place.name} · {asked_for}"

    def clean_asset_id(self) -> UUID:
        return UUID(self.cleaned_data["asset_id"])


class OfferForm(VerbForm):
    """A second provider to ask side by side: free places elsewhere that fit."""

    asset_id = forms.ChoiceField(label=_("Place"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = candidates(wish_of_order(self.row), self.actor, size=40)
        places: Any = self.fields["asset_id"]
        places.choices = [
            (str(place.pk), f"{place.provider.name} · {place.name}")
            for place in found
            if place.provider_id != self.row.partner_id
        ]

    def clean_asset_id(self) -> UUID:
        return UUID(self.cleaned_data["asset_id"])


class AssignForm(VerbForm):
    position_id = forms.ModelChoiceField(label=_("Colleague"), queryset=Position.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = self.row.team.filter(removed_at=None).values("position_id")
        seats = Position.objects.visible_to(self.actor).exclude(holder_name="")
        own = seats.filter(organization_id__in=self.actor.organizations).exclude(pk__in=here)
        colleagues: Any = self.fields["position_id"]
        colleagues.queryset = own.order_by("holder_name", "id")

    def clean_position_id(self) -> UUID:
        return self.cleaned_data["position_id"].pk  # type: ignore[no-any-return]
