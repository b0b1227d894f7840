from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "steadwork.identity"
    default_auto_field = "django.db.models.BigAutoField"
