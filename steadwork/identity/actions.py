"""The verbs of identity: who may sign in, and with what."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from steadwork.identity.models import ApiToken, User
from steadwork.kernel.actor import Actor
from steadwork.kernel.audit import record
from steadwork.kernel.clock import now
from steadwork.kernel.constraints import refusing
from steadwork.kernel.errors import Conflict, Invalid, NotPermitted
from steadwork.kernel.verdict import require

MARK = "swk_"


@transaction.atomic
def create_user(
    *, email: str, name: str, password: str | None = None, language: str = "en", by: Actor
) -> User:
    """Make somebody able to sign in. Without a password they set one by mail."""
    require(by.can("party.manage_people"))
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(_("%(email)s is not an e-mail address.") % {"email": email}) from None
    if User.objects.filter(email__iexact=email).exists():
        raise known(email)
    with refusing(
        identity_user_email_key=lambda: known(email), identity_user_email_once=lambda: known(email)
    ):
        user = User.objects.create_user(email, password, name=name, language=language)
    record("user.created", user, by=by)
    return user


@transaction.atomic
def choose_language(language: str, *, by: Actor) -> None:
    """The language in which the house speaks and writes to somebody from now on."""
    if by.user_id is None:
        raise NotPermitted
    User.objects.filter(pk=by.user_id).update(language=language, updated_at=now())


def known(email: str) -> Conflict:
    return Conflict(_("Somebody already signs in with %(email)s.") % {"email": email})


@transaction.atomic
def create_token(*, label: str, days: int = 90, by: Actor) -> tuple[ApiToken, str]:
    """A token for the actor's own machine. The secret is shown once and never kept."""
    if by.user_id is None:
        raise NotPermitted
    if not 1 <= days <= 366:
        raise Invalid(_("A token lives from 1 to 366 days."))
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user_id=by.user_id, label=label, digest=digest(secret), expires_at=now() + timedelta(days)
    )
    record("token.created", token, by=by)
    return token, secret


@transaction.atomic
def revoke_token(token_id: UUID, *, by: Actor) -> ApiToken:
    """From the next request on the token opens nothing."""
    token: ApiToken = ApiToken.objects.locked(token_id, by)
    token.revoked_at = token.revoked_at or now()
    token.save(update_fields=["revoked_at", "updated_at"])
    record("token.revoked", token, by=by)
    return token


def user_of_token(secret: str) -> User | None:
    """Whose token this is, if it is alive."""
    live = ApiToken.objects.filter(digest=digest(secret), revoked_at=None, expires_at__gt=now())
    token = live.select_related("user").first()
    return token.user if token and token.user.is_active else None


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
