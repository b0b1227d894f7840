"""The town is built through actions, so it holds no impossible row; here that is looked up."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db.models import Count, Q

from steadwork.assets.counts import counts
from steadwork.assets.models import Asset, Booking, License
from steadwork.cases.models import Benefit, Case
from steadwork.demo import loading
from steadwork.demo.agency import actor_of
from steadwork.demo.almanac import Almanac
from steadwork.demo.personas import PASSWORD, PERSONAS
from steadwork.identity.models import User
from steadwork.kernel.audit import Entry
from steadwork.kernel.clock import now, today
from steadwork.parties.models import Contact, Organization, Partnership
from steadwork.pricing.models import Agreement
from steadwork.referrals.models import LiveOrder, ReferralOrder
from steadwork.referrals.placing import Wish, candidates, need_of
from steadwork.referrals.states import State
from steadwork.work.models import Activity, Attachment, Note, TeamMember, WorkItem

pytestmark = [pytest.mark.usefixtures("village", "db"), pytest.mark.slow]


def tables():
    return {
        model.__name__: model.objects.count()
        for model in (Organization, User, Asset, Booking, WorkItem, Note, Entry)
    }


def test_a_second_load_makes_no_doubles(village):
    before = tables()

    loading.load_here(village)

    assert tables() == before


def test_every_part_says_that_it_is_there():
    assert loading.missing() == []


def test_what_is_killed_half_way_leaves_nothing_and_is_built_again(monkeypatch, village):
    def killed(*args):
        raise KeyboardInterrupt

    before = tables()
    monkeypatch.setattr(loading, "is_there", lambda _part: False)
    monkeypatch.setattr(loading, "live", killed)
    third = replace(loading.LAKESHORE, name="Third County", domain="third.example", homes=())
    monkeypatch.setattr(loading, "LAKESHORE", third)
    with pytest.raises(KeyboardInterrupt):
        loading.build_next_county(Almanac(now()))

    assert tables() == before


def test_there_is_an_order_in_every_state():
    assert set(ReferralOrder.objects.values_list("state", flat=True)) == set(State.values)


def test_agreements_and_partners_of_every_kind():
    assert set(Agreement.objects.values_list("state", flat=True)) == {
        "current", "active", "cancelled",
    }  # fmt: skip
    assert Agreement.objects.filter(state="active", validity__endswith__lt=today()).exists()
    assert Partnership.objects.filter(stage="suspended").count() == 1


def test_no_two_live_bookings_of_one_place_overlap():
    live = list(Booking.objects.live().order_by("asset_id", "claim"))

    for before, after in pairwise(live):
        if before.asset_id == after.asset_id:
            assert before.claim.upper is not None
            assert before.claim.upper <= after.claim.lower


def test_a_person_is_in_one_place_a_night():
    nights = Booking.objects.filter(
        released_at=None, kind__in=["reserved", "occupied"], period__contains=today()
    )

    doubles = nights.values("client").annotate(n=Count("pk")).filter(n__gt=1)
    assert list(doubles) == []


@pytest.mark.parametrize("ago", range(-10, 100, 15))
def test_no_licence_is_exceeded(ago):
    day = today() - timedelta(days=ago)
    there = Q(
        assets__bookings__released_at=None,
        assets__bookings__kind__in=["reserved", "occupied"],
        assets__bookings__period__contains=day,
    )

    for licence in License.objects.annotate(people=Count("assets__bookings", filter=there)):
        assert licence.people <= licence.capacity


def test_whoever_stays_has_one_bed_today_and_whoever_left_has_none():
    for order in ReferralOrder.objects.filter(state=State.ACTIVE):
        tonight = order.bookings.live().filter(kind="occupied", period__contains=today())
        assert tonight.count() == 1, order
    over = Booking.objects.live().filter(period__endswith__gt=today()) | (
        Booking.objects.live().filter(period__upper_inf=True)
    )
    assert not over.filter(item__isnull=False).exclude(item__stage="open").exists()


def test_a_benefit_has_one_live_group_of_offers():
    groups = LiveOrder.objects.values("benefit").annotate(n=Count("offer_group", distinct=True))

    assert not groups.filter(n__gt=1).exists()
    assert LiveOrder.objects.count() == ReferralOrder.objects.live().count()


def test_every_item_has_one_primary_and_every_open_one_a_turn():
    primaries = TeamMember.objects.filter(is_primary=True, removed_at=None)

    assert primaries.values("item").distinct().count() == WorkItem.objects.count()
    assert not WorkItem.objects.filter(stage="open", turn="").exists()
    assert not WorkItem.objects.filter(owner=None).exists()


def test_the_counts_add_up():
    for day in (today(), today() - timedelta(days=30)):
        found = counts(Asset.objects.all(), day)
        assert found.total == found.taken + found.held + found.blocked + found.free


def test_nothing_lies_in_the_future_but_what_is_planned():
    for model in (WorkItem, Note, Entry, Booking):
        field = "at" if model is Entry else "created_at"
        assert not model.objects.filter(**{f"{field}__gt": now()}).exists()


def test_every_item_says_how_it_began():
    begun = Entry.objects.filter(action__in=["case.opened", "referral.opened"])

    assert set(begun.values_list("subject_id", flat=True)) == set(
        WorkItem.objects.values_list("pk", flat=True)
    )


def test_there_is_something_to_read_and_to_do():
    assert set(Note.objects.values_list("audience", flat=True)) == {"side", "partner"}
    assert Activity.objects.filter(status="open", due_at__lt=now()).exists()
    assert Activity.objects.filter(status="done").exists()
    kinds = set(Attachment.objects.values_list("media_type", flat=True))
    assert kinds == {"application/pdf", "image/png"}


def test_mia_needs_a_bed_tonight_and_luis_has_two():
    dana = seat("dana")
    mia = Contact.objects.get(first_name="Mia", last_name="Kessler")
    benefit = Benefit.objects.get(recipient=mia)
    home = mia.account
    need = need_of(mia, benefit.period, frozenset())
    wish = Wish(benefit.product_id, benefit.period, need, home.latitude, home.longitude, 40)

    near = [place.provider.name for place in candidates(wish, dana)]

    assert benefit.period.lower == today()
    assert near[:2] == ["Ortega Foster Home", "Ortega Foster Home"]
    assert not benefit.orders.exists()


def test_luis_has_four_beds_two_taken_and_one_new_order():
    luis = seat("luis")
    beds = counts(Asset.objects.visible_to(luis), today())

    orders = ReferralOrder.objects.visible_to(luis).with_new_mark(luis).filter(is_new=True)

    assert (beds.total, beds.taken, beds.free) == (4, 2, 2)
    assert [(order.state, order.asset_id) for order in orders] == [("submitted", None)]


def test_dana_has_two_cases_that_she_has_not_opened():
    dana = seat("dana")

    assert Case.objects.in_scope(dana, "my").with_new_mark(dana).filter(is_new=True).count() == 2


def test_tamika_sees_my_and_nothing_else():
    tamika = seat("tamika")
    orders = ReferralOrder.objects.all()

    assert [scope.key for scope in orders.scopes(tamika)] == ["my"]
    assert orders.visible_to(tamika).with_new_mark(tamika).filter(is_new=True).exists()


def test_nothing_leaks_between_the_counties():
    owen, dana = seat("owen"), seat("dana")

    assert ReferralOrder.objects.visible_to(owen).exists()
    for model in (WorkItem, ReferralOrder, Case, Asset, Agreement, Benefit):
        seen = model.objects.visible_to(owen).values_list("host_id", flat=True)
        assert set(seen) == {owen.host_id}, model
        assert set(model.objects.visible_to(dana).values_list("host_id", flat=True)) == {
            dana.host_id
        }


def test_gloria_works_for_both_and_sees_one_at_a_time():
    gloria = User.objects.get(email="gloria.mendes@twin-rivers.example")
    hosts = list(gloria.holdings.values_list("host_id", flat=True))

    assert len(hosts) == 2
    for host in hosts:
        actor = actor_of(gloria.email, host)
        orders = ReferralOrder.objects.visible_to(actor)
        assert set(orders.values_list("host_id", flat=True)) <= {host}
        assert Asset.objects.visible_to(actor).exists()


@pytest.mark.parametrize("who", PERSONAS, ids=lambda who: who.key)
def test_every_persona_has_a_seat_and_the_password(who):
    user = User.objects.get(email=who.email)

    assert user.name == who.name
    assert user.language == who.language
    assert user.check_password(PASSWORD)
    assert seat(who.key).side == ("host" if who.landing == "/desk/" else "partner")


def seat(key):
    who = next(each for each in PERSONAS if each.key == key)
    user = User.objects.get(email=who.email)
    return actor_of(who.email, user.holdings.order_by("since", "pk")[0].host_id)
