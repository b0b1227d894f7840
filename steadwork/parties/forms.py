"""The shape of what people say about organizations and colleagues."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from steadwork.parties.models import Responsibility
from steadwork.web.forms import HouseForm, VerbForm


class NewProviderForm(HouseForm):
    """A provider typed in from paper."""

    name = forms.CharField(label=_("Name"), max_length=300)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=60)
    url = forms.URLField(label=_("Web site"), required=False, assume_scheme="https")
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    listed = forms.BooleanField(label=_("Show in the public directory"), required=False)


class InviteForm(VerbForm):
    """A first or further employee of a partner, with a seat and a responsibility."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"))
    title = forms.CharField(label=_("Seat"), max_length=200, initial=_("Coordinator"))
    responsibility_id = forms.ModelChoiceField(
        label=_("Responsibility"), queryset=Responsibility.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["responsibility_id"]
        kinds.queryset = Responsibility.objects.filter(
            host_id=self.actor.host_id, side="partner"
        ).order_by("name")

    def clean_responsibility_id(self) -> Any:
        return self.cleaned_data["responsibility_id"].pk


class WhyForm(VerbForm):
    reason = forms.CharField(
        label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SiteForm(VerbForm):
    name = forms.CharField(label=_("Name"), max_length=300)
    address = forms.CharField(label=_("Address"), max_length=500, required=False)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=30, required=False)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180
    )
    is_confidential = forms.BooleanField(label=_("Confidential address"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("Give both coordinates or none."))
        return data
