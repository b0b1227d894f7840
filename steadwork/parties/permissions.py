"""Every permission of the house: `noun.verb`, and the scopes that a noun's lists may open."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    CASE_SEE_MY = "case.see_my", _("Cases: my own")
    CASE_SEE_TEAM = "case.see_team", _("Cases: my team's")
    CASE_SEE_ALL = "case.see_all", _("Cases: all of my organization")
    CASE_SEE_ACROSS = "case.see_across", _("Cases: all across organizations")
    CASE_OPEN = "case.open", _("Cases: open a new one")
    CASE_WORK = "case.work", _("Cases: work on them")

    REFERRAL_SEE_MY = "referral.see_my", _("Referral orders: my own")
    REFERRAL_SEE_TEAM = "referral.see_team", _("Referral orders: my team's")
    REFERRAL_SEE_ALL = "referral.see_all", _("Referral orders: all of my organization")
    REFERRAL_SEE_ACROSS = "referral.see_across", _("Referral orders: all across organizations")
    REFERRAL_CREATE = "referral.create", _("Referral orders: create, submit and cancel")
    REFERRAL_ANSWER = "referral.answer", _("Referral orders: accept, reject and waitlist")
    REFERRAL_ASSIGN = "referral.assign", _("Referral orders: assign to colleagues")
    REFERRAL_STAY = "referral.stay", _("Referral orders: record arrival and departure")

    ASSET_SEE = "asset.see", _("Places: see inventory and counts")
    ASSET_KEEP = "asset.keep", _("Places: keep the own inventory")
    ASSET_MANAGE = "asset.manage", _("Places: add, retire and license for any provider")

    AGREEMENT_SEE = "agreement.see", _("Agreements: see")
    AGREEMENT_MANAGE = "agreement.manage", _("Agreements: negotiate and record")
    PRODUCT_MANAGE = "product.manage", _("Products: define")

    PARTY_SEE = "party.see", _("Organizations and people: see")
    PARTY_MANAGE = "party.manage", _("Organizations: add and change")
    PARTY_MANAGE_PEOPLE = "party.manage_people", _("People, seats and responsibilities: manage")
    PARTY_IMPORT = "party.import", _("Directories and inventories: import")
    CODE_MANAGE = "code.manage", _("Code lists: rename, hide and add")
    AUDIT_SEE = "audit.see", _("Audit trail: read")
