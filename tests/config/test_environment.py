from pathlib import Path

import pytest

from steadwork.config import databases, environment, reference, secrets
from steadwork.config.environment import BadSetting


def test_nothing_has_to_be_said() -> None:
    env = environment.read({})

    assert (env.port, env.demo, env.debug, env.database_url) == (8000, False, False, None)
    assert env.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")


@pytest.mark.parametrize(
    ("name", "said", "wanted"),
    [
        ("PORT", "eighty", "must be a whole number from 1 to 65535"),
        ("PORT", "0", "must be a whole number from 1 to 65535"),
        ("PORT", "٨٠٠٠", "must be a whole number from 1 to 65535"),
        ("DEBUG", "perhaps", "must be yes or no"),
        ("TIME_ZONE", "Middle-earth", "must be a time zone such as America/New_York"),
        ("TIME_ZONE", "../../etc/passwd", "must be a time zone such as America/New_York"),
        ("ALLOWED_HOSTS", "https://care.example.org", "must be host names divided by commas"),
        ("DATA_DIR", "data", "must be a full path"),
        ("EMAIL_URL", "mail.example.org", "must begin with smtp:// or smtps://"),
        ("SECRET_KEY", "short", "must have at least 32 characters"),
        ("DATABASE_URL", "mysql://host/db", "must begin with postgres:// or postgresql://"),
        ("DATABASE_URL", "postgresql://host", "must end with the database's name"),
        ("DATABASE_URL", "postgresql://host:99999/db", "has a port that is not a number"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_with_a_sentence(
    name: str, said: str, wanted: str
) -> None:
    with pytest.raises(BadSetting) as refusal:
        environment.read({name: said})

    assert str(refusal.value).startswith(f"The setting {name} {wanted}")


def test_a_refusal_never_shows_a_password() -> None:
    with pytest.raises(BadSetting) as refusal:
        environment.read({"DATABASE_URL": "postgresql://steadwork:hunter2@host"})

    assert "hunter2" not in str(refusal.value)


def test_a_database_of_ones_own_is_taken_apart_from_its_url() -> None:
    env = environment.read(
        {"DATABASE_URL": "postgresql://care:p%40ss@db.example.org:6432/house?sslmode=require"}
    )

    place = databases.default(env)

    assert (place["HOST"], place["PORT"], place["NAME"]) == ("db.example.org", 6432, "house")
    assert (place["USER"], place["PASSWORD"]) == ("care", "p@ss")
    assert place["OPTIONS"] == {
        "sslmode": "require",
        "options": "-c statement_timeout=30s -c lock_timeout=5s",
    }


def test_a_pooler_is_told_nothing_it_may_refuse() -> None:
    told = {"DATABASE_URL": "postgresql://db/house", "STATEMENT_TIMEOUT": "0", "LOCK_TIMEOUT": "0"}

    place = databases.default(environment.read(told))

    assert place["OPTIONS"] == {}


def test_a_secret_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    env = environment.read({"DATA_DIR": str(tmp_path / "house")})

    first, second = secrets.secret_key(env), secrets.secret_key(env)

    assert first == second
    assert len(first) == 64
    assert env.key_file.stat().st_mode & 0o777 == 0o600


def test_machines_that_share_a_database_must_be_told_their_key() -> None:
    env = environment.read({"DATABASE_URL": "postgresql://db/house"})

    with pytest.raises(BadSetting, match="the same on every machine"):
        secrets.secret_key(env)


def test_the_reference_pages_say_what_the_code_says() -> None:
    assert reference.stale() == [], "run `./run steadwork docs`"
