"""The shape of a product."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from steadwork.catalog.models import Unit
from steadwork.web.forms import HouseForm


class ProductForm(HouseForm):
    code = forms.SlugField(label=_("Code"), max_length=80)
    name = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit, initial=Unit.NIGHT)
    open_ended = forms.BooleanField(label=_("A stay may have no end"), required=False, initial=True)
    turnover_nights = forms.IntegerField(
        label=_("Nights between two stays"), min_value=0, max_value=60, initial=0
    )
