from __future__ import annotations

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "steadwork.identity"

    def ready(self) -> None:
        """The language that somebody chooses in the bar is kept with the person, too."""
        from steadwork.identity.preferences import keep_language
        from steadwork.web.preferences import LANGUAGE_KEEPERS

        LANGUAGE_KEEPERS.append(keep_language)
