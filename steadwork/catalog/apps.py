from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "steadwork.catalog"
    default_auto_field = "django.db.models.BigAutoField"
