"""The shape of agreements and prices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from steadwork.catalog.models import Product, Unit
from steadwork.kernel.clock import today
from steadwork.web.forms import DayInput, VerbForm


class AgreementForm(VerbForm):
    valid_from = forms.DateField(label=_("Valid from"), initial=today, widget=DayInput())
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=DayInput())


class ContractForm(VerbForm):
    """A price for a product within the agreement."""

    product_id = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.none())
    price = forms.DecimalField(label=_("Price"), min_value=0, max_digits=14, decimal_places=2)
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3, initial="USD")
    unit = forms.ChoiceField(label=_("Per"), choices=Unit, initial=Unit.NIGHT)
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=DayInput())
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products: Any = self.fields["product_id"]
        products.queryset = Product.objects.visible_to(self.actor).order_by("name")

    def clean_product_id(self) -> Any:
        return self.cleaned_data["product_id"].pk


class NoteForm(VerbForm):
    note = forms.CharField(label=_("Why"), required=False, max_length=1000)
