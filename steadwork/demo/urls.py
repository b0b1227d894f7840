"""The start page of the demonstration. These addresses exist in demo mode only."""

from __future__ import annotations

from django.urls import path

from steadwork.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.start, name="start"),
    path("become/", views.become, name="become"),
]
