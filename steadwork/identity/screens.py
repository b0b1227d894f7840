"""A person's API tokens and mail address. The same behind every door."""

from __future__ import annotations

from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.account.views import EmailView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from steadwork.identity import actions
from steadwork.identity.forms import TokenForm
from steadwork.identity.models import ApiToken
from steadwork.kernel.clock import now
from steadwork.web.acts import attempt
from steadwork.web.reading import outside_the_wall, writes_on_get
from steadwork.web.requests import actor_of

SHOWN = 50


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """My tokens, and a form for one more. The secret stands on the answer and nowhere else."""
    actor, secret, status = actor_of(request), "", 200
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        made, status = attempt(form, actions.create_token, by=actor)
        if made:
            secret, form = made[1], TokenForm()
    mine = ApiToken.objects.visible_to(actor).order_by("-created_at", "-id")
    context = {
        "title": _("API tokens"),
        "form": form,
        "secret": secret,
        "tokens": list(mine[:SHOWN]),
        "now": now(),
    }
    answer = render(request, "identity/tokens.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """From the next request on the token opens nothing."""
    token = actions.revoke_token(token_id, by=actor_of(request))
    messages.success(request, _("%(label)s is revoked.") % {"label": token.label})
    return redirect("tokens")


class OwnAddress(EmailView):  # type: ignore[misc]
    """Seats are given by mail address, so an address counts once its owner has answered from it.
    Allauth alone lets an unanswered one become the main one while no other was answered."""

    def _action_primary(self, request: HttpRequest) -> HttpResponse | None:
        found: EmailAddress | None = self._get_email_address(request)
        if found is None or not found.verified:
            return None
        answer: HttpResponse | None = super()._action_primary(request)
        return answer


address = writes_on_get("Allauth notes the address that a person has.")(
    outside_the_wall("Sign-in keeps its own tables.")(OwnAddress.as_view())
)
