"""How Django reaches PostgreSQL: one's own by its URL, or the embedded one by its socket."""

from __future__ import annotations

from typing import Any

from steadwork.config.environment import Address, Environment
from steadwork.config.postgres.folder import Folder

OLDEST = 15


def default(env: Environment) -> dict[str, Any]:
    """The ``default`` entry of DATABASES."""
    place = own(env.database_url) if env.database_url else embedded(Folder(env.home / "postgres"))
    options = place.setdefault("OPTIONS", {})
    limits = {"statement_timeout": env.statement_timeout, "lock_timeout": env.lock_timeout}
    told = " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items() if seconds)
    if told:  # a pooler may refuse these: then both settings are 0, and the role carries them
        options["options"] = told
    if env.database_pool:
        options["pool"] = {"min_size": 1, "max_size": env.database_pool, "timeout": 10}
    return {"ENGINE": "django.db.backends.postgresql", "CONN_HEALTH_CHECKS": True, **place}


def own(url: Address) -> dict[str, Any]:
    """A server that somebody else looks after."""
    return {
        "NAME": url.path,
        "USER": url.user,
        "PASSWORD": url.password,
        "HOST": url.host,
        "PORT": url.port or "",
        "OPTIONS": dict(url.options),
    }


def embedded(folder: Folder) -> dict[str, Any]:
    """The server in our own data folder. It need not run yet: these names never change."""
    return {
        "NAME": folder.database,
        "USER": folder.role,
        "HOST": str(folder.socket_dir),
        "PORT": folder.port,
        "OPTIONS": {"passfile": str(folder.passfile)},
    }
