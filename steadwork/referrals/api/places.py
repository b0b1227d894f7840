"""From a case to an order: the search for a free place, and the draft that holds it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from steadwork.assets.features import FEATURES
from steadwork.cases.api import the_case
from steadwork.cases.models import Benefit, Case
from steadwork.cases.visibility import may as may_on_case
from steadwork.kernel.actor import Actor
from steadwork.kernel.verdict import require
from steadwork.referrals import actions
from steadwork.referrals.api.drawing import OrderDetail, acted, named
from steadwork.referrals.forms import WishForm
from steadwork.referrals.placing import candidates, why_not
from steadwork.referrals.wishes import wish_of_form
from steadwork.web.requests import actor_of
from steadwork.web.rest import ACTING, READING, Day, In, Unfit, one
from steadwork.work.api import Drawn, Ref

of_case = Router()
GRANTED = ("product_id", "recipient_id", "starts_on")


class FreePlace(Schema):
    """A free place that fits and is under contract for the whole time."""

    id: UUID
    number: str
    name: str
    provider: Ref
    site: str
    city: str
    distance_km: float | None
    features: list[str]


class WhyNotOut(Schema):
    reason: str
    count: int


class PlacesOut(Schema):
    places: list[FreePlace]
    why_not: list[WhyNotOut] = Field(description="How many fell out at which step.")


class WishIn(Schema):
    product: UUID
    client: UUID | None = Field(None, description="Absent: the person whom the case is about.")
    starts_on: Day = Field(examples=["2026-05-01"])
    ends_on: Day | None = None
    features: list[str] = Field(default_factory=list, description="Codes of `asset.feature`.")
    within_km: float | None = Field(None, ge=1, le=20_000, allow_inf_nan=False)


class PlaceIn(In):
    """Either `benefit_id`, or product, recipient and nights for which a benefit is granted; and
    a place, or a provider that is asked without one."""

    benefit_id: UUID | None = None
    product_id: UUID | None = None
    recipient_id: UUID | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    features: list[str] = Field(default_factory=list, max_length=50)
    asset_id: UUID | None = None
    provider_id: UUID | None = None


def known_features(features: list[str], actor: Actor) -> None:
    strange = sorted(set(features) - set(dict(FEATURES.choices(actor.host_id))))
    if strange:
        sentence = _("Not in the list asset.feature: %(codes)s.")
        raise Unfit([("features", sentence % {"codes": ", ".join(strange)[:200]})])


@of_case.get("/{number}/places", response={200: PlacesOut, **READING}, summary="Find a free place")
def find_places(request: HttpRequest, number: str, wish: Query[WishIn]) -> Any:
    """The nearest free places that fit the client, and why the others fell out."""
    actor = actor_of(request)
    case = the_case(number, actor)
    require(actor.can("referral.create") and may_on_case(actor, "place", case))
    looked_for = wish_of_form(answered(wish, case, actor), case)
    return {
        "places": [free_place(place) for place in candidates(looked_for, actor)],
        "why_not": why_not(looked_for, actor),
    }


def answered(wish: WishIn, case: Case, actor: Actor) -> dict[str, Any]:
    """The wish through the same form as on the screen."""
    asked = QueryDict(mutable=True)
    given = wish.model_dump(exclude_none=True)
    given.setdefault("client", case.contact_id)
    for name, value in given.items():
        asked.setlist(name, [str(v) for v in (value if isinstance(value, list) else [value])])
    form = WishForm(asked, case=case, actor=actor)
    if not form.is_valid():
        found = [(f"query.{name}", str(e)) for name, some in form.errors.items() for e in some]
        raise Unfit(found)
    return form.cleaned_data


def free_place(place: Any) -> Drawn:
    return {
        "id": place.pk,
        "number": place.number,
        "name": place.name,
        "provider": named(place.provider),
        "site": place.site.name if place.site else "",
        "city": place.site.city if place.site else "",
        "distance_km": None if place.distance is None else round(place.distance, 1),
        "features": place.features,
    }


@of_case.post(
    "/{number}/orders", response={201: OrderDetail, **ACTING}, exclude_unset=True,
    summary="Place an order",
)  # fmt: skip
def place(request: HttpRequest, number: str, payload: PlaceIn) -> Any:
    """A draft for one place, which is held for a while; or for a provider, without a place."""
    actor = actor_of(request)
    case = the_case(number, actor)
    known_features(payload.features, actor)
    wanted: Drawn = {
        "features": payload.features,
        "asset_id": payload.asset_id,
        "provider_id": payload.provider_id,
        "by": actor,
    }
    if payload.benefit_id:
        benefits = Benefit.objects.visible_to(actor).filter(case_id=case.pk)
        benefit = one(benefits, pk=payload.benefit_id)
        return Status(201, acted(actions.draft(benefit.pk, **wanted), actor))
    granted: Drawn = {name: getattr(payload, name) for name in GRANTED}
    if missing := [name for name, value in granted.items() if value is None]:
        raise Unfit(
            [(f"body.{name}", _("Needed, unless benefit_id is given.")) for name in missing]
        )
    done = actions.place(case.pk, ends_on=payload.ends_on, **granted, **wanted)
    return Status(201, acted(done, actor))
