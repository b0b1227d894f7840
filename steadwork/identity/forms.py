"""The shape of a new token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from steadwork.web.forms import HouseForm


class TokenForm(HouseForm):
    label = forms.CharField(
        label=_("What for"), max_length=100, help_text=_("For instance: nightly report.")
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=366, initial=90)
