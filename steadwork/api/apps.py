from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "steadwork.api"
    default_auto_field = "django.db.models.BigAutoField"
