"""The shape of what people say about places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from steadwork.assets.features import BLOCK_REASONS, FEATURES
from steadwork.assets.models import Asset
from steadwork.catalog.models import Product
from steadwork.kernel.clock import today
from steadwork.parties.models import Contact
from steadwork.web.forms import DayInput, HouseForm, VerbForm


class DateForm(HouseForm):
    on = forms.DateField(label=pgettext_lazy("a day", "On"), widget=DayInput())
    q = forms.CharField(label=_("Provider, site or programme"), required=False, max_length=200)


class BlockForm(VerbForm):
    start = forms.DateField(label=_("From"), initial=today, widget=DayInput())
    end = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DayInput(),
        help_text=_("The first day on which it is free again. Empty: until you lift it."),
    )
    reason = forms.ChoiceField(label=_("Why"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons: Any = self.fields["reason"]
        reasons.choices = BLOCK_REASONS.choices(self.actor.host_id)


class StatusForm(VerbForm):
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[c for c in Asset.Status.choices if c[0] != Asset.Status.RETIRED],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Why"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].initial = self.row.status


class ChangeForm(VerbForm):
    """For whom the place is and what it has."""

    name = forms.CharField(label=_("Name"), max_length=300)
    min_age = forms.IntegerField(label=_("From age"), min_value=0, max_value=120)
    max_age = forms.IntegerField(label=_("To age"), min_value=0, max_value=120)
    genders = forms.MultipleChoiceField(
        label=_("For"),
        required=False,
        choices=[c for c in Contact.Gender.choices if c[0] in ("female", "male")],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: everybody."),
    )
    features = forms.MultipleChoiceField(
        label=_("It has"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has: Any = self.fields["features"]
        has.choices = FEATURES.choices(self.actor.host_id)
        for name, field in self.fields.items():
            field.initial = getattr(self.row, name)


class RetireForm(VerbForm):
    on = forms.DateField(label=_("From"), initial=today, widget=DayInput())
    note = forms.CharField(label=_("Why"), required=False, max_length=500)


class AddPlacesForm(VerbForm):
    """Some places of one product at once; each becomes a row of its own."""

    product_id = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.none())
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("They are numbered."))
    how_many = forms.IntegerField(label=_("How many"), min_value=1, max_value=200, initial=1)
    min_age = forms.IntegerField(label=_("From age"), min_value=0, max_value=120, initial=0)
    max_age = forms.IntegerField(label=_("To age"), min_value=0, max_value=120, initial=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products: Any = self.fields["product_id"]
        products.queryset = Product.objects.visible_to(self.actor).filter(track_as_asset=True)

    def clean_product_id(self) -> Any:
        return self.cleaned_data["product_id"].pk
