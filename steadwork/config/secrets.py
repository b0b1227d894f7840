"""Secrets that a machine makes for itself: once, at random, readable by their owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from steadwork.config import home
from steadwork.config.environment import BadSetting, Environment


def kept_secret(path: Path) -> str:
    """The secret in this file; made now when the file is not there yet."""
    try:
        return path.read_text(encoding="utf-8").strip() or refused_empty(path)
    except FileNotFoundError:
        pass
    home.make(path.parent)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with home.private_file(fresh) as out:
        out.write(secrets.token_urlsafe(48))
    try:
        os.link(fresh, path)  # fails when another start was faster: then both use its secret
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text(encoding="utf-8").strip()


def refused_empty(path: Path) -> str:
    raise BadSetting(f"The secret in {path} is empty. Remove the file, and a new one is made.")


def secret_key(env: Environment) -> str:
    """The key that signs sessions. One made here would differ between machines, so a database
    of one's own, which several machines may share, must be told its key."""
    if env.secret_key:
        return env.secret_key
    if env.database_url and not env.secret_key_file and not (env.debug or env.demo):
        raise BadSetting(
            "With DATABASE_URL, say SECRET_KEY or SECRET_KEY_FILE too, the same on every machine "
            "that uses this database. `openssl rand -base64 48` makes a good one."
        )
    try:
        return kept_secret(env.key_file)
    except PermissionError:
        raise BadSetting(
            f"The secret key {env.key_file} cannot be read or made by this account. Start "
            "Steadwork as the account that owns the data folder, or set DATA_DIR to another folder."
        ) from None
