"""People who sign in, and the tokens of their machines."""

from datetime import timedelta

import pytest
import time_machine

from steadwork.identity import actions
from steadwork.identity.models import ApiToken, User
from steadwork.kernel.actor import PUBLIC, SYSTEM
from steadwork.kernel.clock import now
from steadwork.kernel.errors import Conflict, Invalid, Missing, NotPermitted


def test_somebody_new_has_no_password_until_they_set_one(db):
    user = actions.create_user(email="Ada@Example.ORG", name="Ada", by=SYSTEM)

    assert (user.email, str(user)) == ("ada@example.org", "Ada")
    assert not user.has_usable_password()
    assert User.objects.get_by_natural_key("ADA@example.org") == user


@pytest.mark.parametrize("email", ["", "ada", "ada@", "a b@example.org", "ada@example.org\n"])
def test_what_is_not_an_address_is_refused(db, email):
    with pytest.raises(Invalid, match="is not an e-mail address"):
        actions.create_user(email=email, name="Ada", by=SYSTEM)


def test_one_address_signs_in_one_person(db):
    actions.create_user(email="ada@example.org", name="Ada", by=SYSTEM)

    with pytest.raises(Conflict, match=r"Somebody already signs in with ADA@example\.org"):
        actions.create_user(email="ADA@example.org", name="Eve", by=SYSTEM)


def test_who_may_not_manage_people_adds_nobody(desk):
    with pytest.raises(NotPermitted):
        actions.create_user(email="ada@example.org", name="Ada", by=desk.actor)

    assert not User.objects.filter(email="ada@example.org").exists()


def test_a_token_opens_until_it_expires_and_only_its_digest_is_kept(desk):
    token, secret = actions.create_token(label="import", days=30, by=desk.actor)

    assert secret.startswith("swk_")
    assert secret not in str(ApiToken.objects.values_list())
    assert actions.user_of_token(secret) == desk.user
    assert actions.user_of_token(secret + "x") is None
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        assert actions.user_of_token(secret) is None
    assert str(token) == "import"


def test_a_revoked_token_opens_nothing_from_the_next_request_on(desk):
    token, secret = actions.create_token(label="import", by=desk.actor)

    first = actions.revoke_token(token.pk, by=desk.actor)
    again = actions.revoke_token(token.pk, by=desk.actor)

    assert actions.user_of_token(secret) is None
    assert again.revoked_at == first.revoked_at


def test_a_token_of_somebody_who_left_opens_nothing(desk):
    _token, secret = actions.create_token(label="import", by=desk.actor)
    User.objects.update(is_active=False)

    assert actions.user_of_token(secret) is None


def test_a_token_of_somebody_else_does_not_exist(desk, manager):
    token, secret = actions.create_token(label="import", by=desk.actor)

    with pytest.raises(Missing):
        actions.revoke_token(token.pk, by=manager.actor)

    assert actions.user_of_token(secret) == desk.user


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_lives_a_day_to_a_year(desk, days):
    with pytest.raises(Invalid, match="from 1 to 366 days"):
        actions.create_token(label="x", days=days, by=desk.actor)


def test_nobody_has_no_token(db):
    for by in (PUBLIC, SYSTEM):
        with pytest.raises(NotPermitted):
            actions.create_token(label="x", by=by)
