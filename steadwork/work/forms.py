"""The shape of what people put on a work item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from steadwork.kernel.audience import Audience
from steadwork.parties.models import Position
from steadwork.web.forms import VerbForm
from steadwork.work.visibility import level_for


class AudienceForm(VerbForm):
    """Whoever writes says for whom. The safe answer is chosen already."""

    audience = forms.ChoiceField(
        label=_("Who may read it"), initial=Audience.SIDE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = self.audiences()  # type: ignore[attr-defined]
        self.order_fields([*(name for name in self.fields if name != "audience"), "audience"])

    def audiences(self) -> list[tuple[str, Any]]:
        """Ours and mine always; theirs only when there is somebody on the other side."""
        host_side = not self.actor.is_partner
        found: list[tuple[str, Any]] = [
            (Audience.SIDE, _("Our side only")),
            (Audience.AUTHOR, _("Only me")),
        ]
        if host_side and self.row.partner_id is None:
            return found
        other = self.row.partner.name if host_side else self.row.host.name
        found.insert(1, (Audience.PARTNER, _("Us and %(name)s") % {"name": other}))
        if host_side or level_for(self.actor, self.row) == "accepted":
            found.insert(2, (Audience.PARTNERS, _("Us and all partners on it")))
        return found


class NoteForm(AudienceForm):
    text = forms.CharField(
        label=_("Note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5})
    )


class ActivityForm(AudienceForm):
    kind = forms.ChoiceField(
        label=_("Type"),
        choices=[
            ("call", _("Call")),
            ("visit", _("Visit")),
            ("question", _("Question")),
            ("task", _("Task")),
        ],
    )
    description = forms.CharField(label=_("What is there to do"), max_length=500)
    due_at = forms.DateTimeField(
        label=_("Until when"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )


class AttachForm(AudienceForm):
    file = forms.FileField(label=_("File"), help_text=_("Up to 25 MB."))
    description = forms.CharField(label=_("What is it"), max_length=300, required=False)


class MemberForm(VerbForm):
    """Somebody of the own side, for the team."""

    position_id = forms.ModelChoiceField(label=_("Who"), queryset=Position.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = Position.objects.visible_to(self.actor).exclude(holder_name="")
        own = seats.filter(organization_id__in=self.actor.organizations)
        here = self.row.team.filter(removed_at=None).values("position_id")
        field = self.fields["position_id"]
        field.queryset = own.exclude(pk__in=here).order_by("holder_name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if position := data.get("position_id"):
            data["position_id"] = position.pk
        return data
