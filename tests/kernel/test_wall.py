"""The second wall: what the database itself refuses to people from outside."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from steadwork.assets.models import Asset, Booking
from steadwork.cases.models import Benefit, Case
from steadwork.identity.models import ApiToken, User
from steadwork.kernel import wall
from steadwork.kernel.actor import PUBLIC
from steadwork.kernel.audit import Entry
from steadwork.kernel.errors import Conflict
from steadwork.parties.models import Account, Contact, Organization, Partnership, Position
from steadwork.pricing.models import Agreement, ContractedProduct
from steadwork.referrals.models import LiveOrder, ReferralOrder
from steadwork.work.models import Activity, Note, Share, TeamMember, WorkItem
from tests.factories import ApiTokenFactory

PRIVATE = [
    Asset, Booking, Benefit, Case, Account, Contact, Agreement, ContractedProduct, LiveOrder,
    ReferralOrder, Activity, Note, Share, TeamMember, WorkItem, Partnership,
]  # fmt: skip


def role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), current_setting('steadwork.host', true)")
        return cursor.fetchone()


@pytest.mark.parametrize("who", ["stranger", "other_partner", "public"])
def test_who_has_no_share_sees_no_row_whatever_the_query(town, stranger, who, agency):
    from tests.cast import COORDINATOR, new_host, new_person, new_provider

    order = town.accepted()
    people = {
        "stranger": lambda: stranger.actor,
        "other_partner": lambda: in_another_county(new_host, new_provider, new_person, COORDINATOR),
        "public": lambda: PUBLIC,
    }
    actor = people[who]()

    with wall.behind(actor):
        found = {model.__name__: model._base_manager.count() for model in PRIVATE}
        told = Entry.objects.filter(subject_id=order.pk).count()
        changed = WorkItem._base_manager.filter(pk=order.pk).update(title="mine")
        changed += Booking._base_manager.update(reason="mine")

    own = {"Partnership"} if who != "public" else set()
    assert {name: n for name, n in found.items() if n and name not in own} == {}
    assert (told, changed) == (0, 0)


def in_another_county(new_host, new_provider, new_person, permissions):
    host = new_host("Third County")
    return new_person("Tess", new_provider(host, "Third Home"), host, permissions).actor


def test_a_partner_sees_its_own_rows_and_only_those(town, stranger):
    order = town.accepted()
    town.draft(bed=town.beds[1], recipient=town.new_child())

    with wall.behind(town.coordinator.actor):
        assert list(WorkItem._base_manager.values_list("number", flat=True)) == [order.number]
        assert list(Contact._base_manager.values_list("first_name", flat=True)) == ["Mia"]
        assert Asset._base_manager.count() == 4
        assert not Organization._base_manager.filter(pk=stranger.organization.pk).exists()
        assert not Benefit._base_manager.exists()


def test_a_partner_keeps_one_host_apart_from_another(town, coordinator):
    """The same provider works for a second county: neither is seen through the other."""
    from steadwork.kernel.actor import SYSTEM
    from steadwork.parties import actions as parties
    from steadwork.parties.actors import actor_for
    from tests.cast import new_host
    from tests.factories import AssetFactory, PartnershipFactory, ProductFactory

    other = new_host("Second County")
    PartnershipFactory(host=other, partner=town.provider)
    second = parties.seat(
        coordinator.position.pk, user_id=coordinator.user.pk, host_id=other.pk, by=SYSTEM
    )
    theirs = AssetFactory(product=ProductFactory(host=other), provider=town.provider)
    town.accepted()

    with wall.behind(actor_for(coordinator.user, second.pk)):
        assert list(Asset._base_manager.values_list("pk", flat=True)) == [theirs.pk]
    with wall.behind(coordinator.actor):
        assert Asset._base_manager.count() == 4


def test_the_wall_lets_a_partner_add_no_row_of_somebody_else(town, coordinator, stranger):
    order = town.submitted()
    share = Share.objects.get(item=order.pk)

    with wall.behind(stranger.actor):
        for row in [
            Note(item_id=order.pk, host_id=town.host.pk, author_name="x", side="partner",
                 author_user_id=stranger.user.pk, text="x"),
            Share(item_id=order.pk, partner=stranger.organization, kind="referral",
                  opened_at=order.opened_at, level="accepted"),
            TeamMember(item_id=order.pk, position=stranger.position, kind="referral",
                       opened_at=order.opened_at),
            Booking(host=town.host, provider=town.provider, asset=town.beds[2], kind="reserved",
                    period=town.nights(), claim=town.nights()),
        ]:  # fmt: skip
            with pytest.raises(Exception, match="row-level security"), transaction.atomic():
                row.save(force_insert=True)
        assert Share._base_manager.filter(pk=share.pk).update(level="accepted") == 0


def test_people_who_sign_in_are_seen_by_colleagues_and_their_secrets_by_nobody(
    town, coordinator, agent, stranger, desk
):
    with wall.behind(coordinator.actor):
        assert set(User.objects.all()) == {coordinator.user, agent.user}
        assert User.objects.filter(pk=agent.user.pk).update(password="mine") == 0
    with wall.behind(PUBLIC):
        assert not User.objects.exists()


@pytest.mark.parametrize(
    "table", ["django_session", "mfa_authenticator", "account_emailaddress", "auth_permission"]
)
def test_inside_the_wall_nobody_has_business_with_sign_in(town, coordinator, table):
    with (
        wall.behind(coordinator.actor),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT * FROM {table}")


def test_tokens_are_their_owners(town, coordinator, agent):
    own, other = ApiTokenFactory(user=coordinator.user), ApiTokenFactory(user=agent.user)

    with wall.behind(coordinator.actor):
        assert list(ApiToken._base_manager.all()) == [own]
        assert ApiToken._base_manager.filter(pk=other.pk).update(label="mine") == 0


def test_an_entry_in_the_name_of_the_host_is_refused(town, coordinator):
    forged = Entry(subject_kind="x", subject_id=town.case.pk, action="x", side="host")

    with (
        wall.behind(coordinator.actor),
        pytest.raises(Exception, match="row-level security"),
        transaction.atomic(),
    ):
        forged.save(force_insert=True)


def test_the_wall_is_lifted_for_a_block_and_stands_again(town, coordinator):
    with wall.behind(coordinator.actor):
        with wall.lifted():
            assert Case._base_manager.count() == 1
            with wall.lifted():
                assert Case._base_manager.count() == 1
            assert role()[0] == "none"
        assert role()[0] == wall.ROLE
        assert Case._base_manager.count() == 0


def test_outside_the_wall_lifting_changes_nothing(agency):
    with wall.lifted():
        assert role()[0] == "none"
    assert role()[0] == "none"


@pytest.mark.parametrize("accident", ["refusal", "integrity", "syntax"])
def test_the_wall_stands_again_after_an_error_while_it_was_lifted(town, coordinator, accident):
    with wall.behind(coordinator.actor):
        with pytest.raises((Conflict, IntegrityError, ProgrammingError)), wall.lifted():
            cause(accident)
        assert role()[0] == wall.ROLE


def cause(accident):
    if accident == "refusal":
        raise Conflict("no")
    sql = {
        "syntax": "SELECT nonsense FROM nowhere",
        "integrity": "UPDATE work_workitem SET turn = ''",
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql[accident])


def test_an_error_without_a_savepoint_is_told_as_it_is(town, coordinator):
    with (
        pytest.raises(Exception, match="nonsense"),
        wall.behind(coordinator.actor),
        wall.lifted(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT nonsense FROM work_workitem")

    assert role()[0] == "none"


def test_inside_a_larger_transaction_the_wall_ends_with_its_block(town, coordinator, stranger):
    with wall.behind(coordinator.actor):
        with wall.behind(stranger.actor):
            assert Asset._base_manager.count() == 0
        assert Asset._base_manager.count() == 4

    assert role() == ("none", "")


@pytest.mark.django_db(transaction=True)
def test_nothing_leaks_into_the_next_transaction(town, coordinator):
    with wall.behind(coordinator.actor):
        assert role() == (wall.ROLE, str(town.host.pk))
    assert role() == ("none", "")

    with pytest.raises(ZeroDivisionError), wall.behind(coordinator.actor):
        raise ZeroDivisionError
    assert role() == ("none", "")
    assert Position.objects.count() == 3
