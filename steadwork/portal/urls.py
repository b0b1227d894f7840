"""The partners' door: what is mounted for providers."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from steadwork.assets.screens import PortalPlace, PortalPlaceList, overview, unblock
from steadwork.kernel.actor import Actor, Side
from steadwork.portal.screens import PortalInbox, PortalSearch, home
from steadwork.pricing.screens import OwnAgreement, OwnAgreements
from steadwork.referrals.screens.portal import OrderAnswer, OrderInbox
from steadwork.web.doors import Door, Nav
from steadwork.work.frame import frame
from steadwork.work.screens import opener


def bar(actor: Actor) -> dict[str, object]:
    return frame(actor, "portal")


portal = Door(
    "portal",
    _("Provider portal"),
    Side.PARTNER,
    screens=[
        PortalInbox,
        PortalSearch,
        OrderInbox,
        OrderAnswer,
        PortalPlaceList,
        PortalPlace,
        OwnAgreements,
        OwnAgreement,
    ],
    nav=[
        Nav(_("Home"), "portal:home", icon="house", key="h"),
        Nav(_("Orders"), "portal:orders", icon="send", key="o", permission="referral.see"),
        Nav(_("Places"), "portal:overview", icon="bed", key="p", permission="asset.see"),
        Nav(_("List"), "portal:places", icon="list", key="l", permission="asset.see"),
        Nav(
            _("Agreements"),
            "portal:agreements",
            icon="file-text",
            key="a",
            permission="agreement.see",
            more=True,
        ),
    ],
    extra=[
        path("", home, name="home"),
        path("places/overview/", overview, name="overview"),
        path("places/nights/<uuid:booking_id>/unblock/", unblock, name="unblock"),
        path("items/<str:number>/", opener({"referral": "portal:order"}), name="item"),
    ],
    frame=bar,
    home="portal:home",
)

urlpatterns, app_name, _namespace = portal.urls
