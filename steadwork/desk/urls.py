"""The employees' door: what is mounted for the host's own people."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from steadwork.assets.screens import DeskPlace, DeskPlaceList, overview, unblock
from steadwork.cases.screens import CaseList, new_case
from steadwork.catalog.screens import ProductList, new_product
from steadwork.desk.screens import DeskCase, DeskInbox, DeskProvider, DeskSearch, home
from steadwork.kernel.actor import Actor, Side
from steadwork.parties.code_lists import code_list, code_lists
from steadwork.parties.screens import HouseholdList, HouseholdRecord, ProviderList, new_provider
from steadwork.pricing.screens import AgreementList, AgreementRecord
from steadwork.referrals.screens.desk import OrderList, OrderRecord, places
from steadwork.web.doors import Door, Nav
from steadwork.work.frame import frame
from steadwork.work.screens import opener


def bar(actor: Actor) -> dict[str, object]:
    return frame(actor, "desk")


desk = Door(
    "desk",
    _("Desk"),
    Side.HOST,
    screens=[
        DeskInbox,
        DeskSearch,
        CaseList,
        DeskCase,
        OrderList,
        OrderRecord,
        ProviderList,
        DeskProvider,
        HouseholdList,
        HouseholdRecord,
        DeskPlaceList,
        DeskPlace,
        AgreementList,
        AgreementRecord,
        ProductList,
    ],
    nav=[
        Nav(_("Inbox"), "desk:inbox", icon="inbox", key="i"),
        Nav(_("Cases"), "desk:cases", icon="folder", key="c", permission="case.see"),
        Nav(_("Orders"), "desk:orders", icon="send", key="o", permission="referral.see"),
        Nav(_("Places"), "desk:overview", icon="bed", key="p", permission="asset.see"),
        Nav(_("Providers"), "desk:providers", icon="building-2", key="v", permission="party.see"),
        Nav(
            _("Agreements"),
            "desk:agreements",
            icon="file-text",
            key="a",
            permission="agreement.see",
            more=True,
        ),
        Nav(_("Products"), "desk:products", icon="package", permission="agreement.see", more=True),
        Nav(_("Code lists"), "desk:code-lists", icon="tags", permission="code.manage", more=True),
        Nav(_("Households"), "desk:households", icon="users", permission="party.see", more=True),
    ],
    extra=[
        path("", home, name="home"),
        path("cases/new/", new_case, name="case-new"),
        path("cases/<str:key>/places/", places, name="find-place"),
        path("providers/new/", new_provider, name="provider-new"),
        path("products/new/", new_product, name="product-new"),
        path("codes/", code_lists, name="code-lists"),
        path("codes/<str:name>/", code_list, name="code-list"),
        path("places/overview/", overview, name="overview"),
        path("places/nights/<uuid:booking_id>/unblock/", unblock, name="unblock"),
        path(
            "items/<str:number>/",
            opener({"case": "desk:case", "referral": "desk:order"}),
            name="item",
        ),
    ],
    frame=bar,
    home="desk:home",
)

urlpatterns, app_name, _namespace = desk.urls
