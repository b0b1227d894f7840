"""Every constraint of every table refuses the row that it is there for."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from steadwork.assets.models import Variance
from steadwork.catalog.models import ServiceSite
from steadwork.kernel.audit import Entry
from steadwork.kernel.clock import now, today
from steadwork.kernel.codes import Code
from steadwork.parties.models import Grant, Release
from steadwork.referrals.models import LiveOrder, ReferralOrder
from tests import factories as make

WEEK = DateRange(today(), today() + timedelta(days=7))
NONE = DateRange(empty=True)
ENDLESS_PAST = DateRange(None, today())


def twice(factory, **same):
    factory(**same)
    factory(**same)


def code(**facts):
    return Code.objects.create(**{"host_id": uuid4(), "list_name": "l", "code": "c", **facts})


def variance(**facts):
    return Variance.objects.create(
        **{
            "license": make.LicenseFactory(),
            "extra": 1,
            "validity": WEEK,
            "approved_by": uuid4(),
            "approver_name": "Ada",
            "reason": "siblings",
            **facts,
        }
    )


def order(**facts):
    benefit = make.BenefitFactory()
    priced = make.ContractedProductFactory(product=benefit.product)
    order = ReferralOrder(
        **{
            "host": benefit.host, "organization": benefit.host, "kind": "referral",
            "number": f"RO-{uuid4()}"[:30], "title": "A bed", "state": "draft", "benefit": benefit,
            "product": benefit.product, "product_name": "Bed", "period": benefit.period,
            "contracted": priced, "unit_price": 100, "currency": "USD", "price_unit": "week",
            **facts,
        }
    )  # fmt: skip
    order.save(force_insert=True)
    return order


def live(**facts):
    one = order()
    group = {"benefit": one.benefit, "offer_group": one.offer_group} | facts
    return LiveOrder.objects.create(order=one, **group)


def two_live(**facts):
    first = live(**facts)
    same = {"offer_group": first.offer_group} if facts else {"benefit": first.benefit}
    live(**facts, **same)


def item(**facts):
    return make.CaseFactory(**facts)


def two_on(factory, **facts):
    of = make.CaseFactory()
    twice(factory, of=of, **facts)


def two_bookings(**facts):
    one = make.BookingFactory(**facts)
    make.BookingFactory(**(facts | {"asset": one.asset}))


def two_stays_of_one_person():
    asset = make.AssetFactory()
    client = make.ContactFactory(host=asset.host)
    twice(make.BookingFactory, client=client)


def two_prices():
    one = make.ContractedProductFactory()
    make.ContractedProductFactory(agreement=one.agreement, product=one.product)


def its_own_parent(factory):
    row = factory()
    type(row).objects.filter(pk=row.pk).update(parent=row)


def two_holders():
    seat = make.PositionFactory()
    make.HoldingFactory(position=seat)
    make.HoldingFactory(position=seat)


def written(factory):
    return lambda: factory(audience="partner")


A, U = today(), uuid4
BROKEN = {
    "assets_asset_ages_in_order": lambda: make.AssetFactory(min_age=9, max_age=8),
    "assets_asset_leaves_after_it_came": lambda: make.AssetFactory(decommissioned_on=A),
    "assets_asset_number_once": lambda: twice(
        make.AssetFactory, product=make.ProductFactory(), number="PL-1"
    ),
    "assets_asset_retired_has_a_date": lambda: make.AssetFactory(status="retired"),
    "assets_asset_source_once": lambda: twice(
        make.AssetFactory, product=make.ProductFactory(), source="s", source_key="k"
    ),
    "assets_booking_a_client_sleeps_in_one_place": two_stays_of_one_person,
    "assets_booking_block_has_a_reason": lambda: make.BookingFactory(kind="blocked"),
    "assets_booking_has_a_night": lambda: make.BookingFactory(period=ENDLESS_PAST),
    "assets_booking_one_claim_per_asset": two_bookings,
    "assets_booking_only_holds_expire": lambda: make.BookingFactory(expires_at=now()),
    "assets_license_ages_in_order": lambda: make.LicenseFactory(min_age=9, max_age=8),
    "assets_license_number_once": lambda: twice(
        make.LicenseFactory,
        host=make.HostFactory(),
        provider=make.PartnerFactory(),
        number="L",
    ),
    "assets_license_valid_some_day": lambda: make.LicenseFactory(validity=NONE),
    "assets_variance_ends": lambda: variance(validity=DateRange(A, None)),
    "cases_benefit_has_a_night": lambda: make.BenefitFactory(period=NONE),
    "catalog_product_booked_only_if_tracked": lambda: make.ProductFactory(track_as_asset=False),
    "catalog_product_code_once": lambda: twice(
        make.ProductFactory, host=make.HostFactory(), code="bed"
    ),
    "catalog_product_ends_after_it_starts": lambda: make.ProductFactory(
        active_from=A, active_until=A
    ),
    "catalog_service_site_once": lambda: twice(
        ServiceSite.objects.create, service=make.ServiceFactory(), site=make.SiteFactory()
    ),
    "catalog_service_source_once": lambda: twice(make.ServiceFactory, source="s", source_key="k"),
    "identity_user_email_once": lambda: [
        make.UserFactory(email="a@example.org"),
        make.UserFactory(email="A@example.org"),
    ],
    "kernel_code_named": lambda: code(code=""),
    "kernel_code_once_per_host": lambda: twice(code, host_id=U()),
    "kernel_entry_partner_is_named": lambda: Entry.objects.create(
        subject_kind="x", subject_id=U(), action="x", side="host", audience="partner"
    ),
    "parties_grant_once": lambda: twice(
        Grant.objects.create, user=make.UserFactory(), responsibility=make.ResponsibilityFactory()
    ),
    "parties_holding_ends_after_it_starts": lambda: make.HoldingFactory(
        until=A - timedelta(days=1)
    ),
    "parties_holding_once": lambda: twice(
        make.HoldingFactory,
        position=make.PositionFactory(),
        user=make.UserFactory(),
        host=make.HostFactory(),
        is_primary=False,
    ),
    "parties_holding_one_primary_holder": two_holders,
    "parties_organization_host_units_know_their_host": lambda: make.HostFactory(host_id=None),
    "parties_organization_not_its_own_parent": lambda: its_own_parent(make.PartnerFactory),
    "parties_organization_source_once": lambda: twice(
        make.PartnerFactory, source="s", source_key="k"
    ),
    "parties_partnership_once": lambda: twice(
        make.PartnershipFactory, host=make.HostFactory(), partner=make.PartnerFactory()
    ),
    "parties_partnership_registered_has_a_date": lambda: make.PartnershipFactory(
        registered_at=None
    ),
    "parties_position_not_its_own_parent": lambda: its_own_parent(make.PositionFactory),
    "parties_release_once": lambda: twice(
        Release.objects.create,
        organization=make.PartnerFactory(),
        responsibility=make.ResponsibilityFactory(),
    ),
    "parties_responsibility_once": lambda: twice(
        make.ResponsibilityFactory, host=make.HostFactory(), name="One"
    ),
    "parties_site_coordinates_come_in_pairs_on_earth": lambda: make.SiteFactory(
        latitude=91.0, longitude=0.0, precision="exact"
    ),
    "parties_site_source_once": lambda: twice(make.SiteFactory, source="s", source_key="k"),
    "pricing_agreement_valid_some_day": lambda: make.AgreementFactory(validity=NONE),
    "pricing_contracted_one_price_at_a_time": two_prices,
    "pricing_contracted_price_not_negative": lambda: make.ContractedProductFactory(price=-1),
    "pricing_contracted_valid_some_day": lambda: make.ContractedProductFactory(validity=NONE),
    "referrals_live_one_accepts": lambda: two_live(agreed=True),
    "referrals_live_one_group_per_benefit": two_live,
    "referrals_order_has_a_night": lambda: order(period=ENDLESS_PAST),
    "referrals_order_leaves_after_arriving": lambda: order(
        arrived_on=A, departed_on=A - timedelta(days=1)
    ),
    "referrals_order_other_reason_says_which": lambda: order(reason="other"),
    "work_activity_open_exactly_when_not_finished": lambda: make.ActivityFactory(status="done"),
    "work_activity_partner_is_named": written(make.ActivityFactory),
    "work_attachment_not_empty": lambda: make.AttachmentFactory(size=0),
    "work_attachment_partner_is_named": written(make.AttachmentFactory),
    "work_item_closed_exactly_when_not_open": lambda: item(stage="done", turn=""),
    "work_item_number_once_per_host_and_kind": lambda: twice(
        make.CaseFactory, host=make.HostFactory(), number="BC-1"
    ),
    "work_item_open_has_a_next_step": lambda: item(turn=""),
    "work_note_partner_is_named": written(make.NoteFactory),
    "work_share_ended_exactly_when_it_has_an_end": lambda: make.ShareFactory(level="ended"),
    "work_share_once": lambda: two_on(make.ShareFactory, partner=make.PartnerFactory()),
    "work_share_one_primary": lambda: two_on(make.ShareFactory, is_primary=True),
    "work_team_one_primary": lambda: two_on(make.TeamMemberFactory, is_primary=True),
    "work_team_position_once": lambda: two_on(
        make.TeamMemberFactory, position=make.PositionFactory()
    ),
}


def declared():
    return {
        constraint.name
        for model in apps.get_models()
        if model.__module__.startswith("steadwork.")
        for constraint in model._meta.constraints
    }


def test_each_constraint_has_a_row_that_breaks_it():
    assert declared() - set(BROKEN) == set()
    assert set(BROKEN) - declared() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(BROKEN))
def test_the_database_refuses_the_broken_row(name):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BROKEN[name]()

    assert refusal.value.__cause__.diag.constraint_name == name


@pytest.mark.django_db
def test_every_constraint_stands_in_the_database_under_its_name():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        standing = {name for (name,) in cursor.fetchall()}

    assert declared() - standing == set()
