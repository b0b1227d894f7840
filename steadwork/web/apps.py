from django.apps import AppConfig


class WebConfig(AppConfig):
    """The HTTP kit: knows requests, screens and components, and no business word."""

    name = "steadwork.web"
    label = "web"
