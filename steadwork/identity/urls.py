"""Addresses of what belongs to a person rather than to a door."""

from __future__ import annotations

from django.urls import path

from steadwork.identity.screens import revoke, tokens

urlpatterns = [
    path("tokens/", tokens, name="tokens"),
    path("tokens/<uuid:token_id>/revoke/", revoke, name="token-revoke"),
]
