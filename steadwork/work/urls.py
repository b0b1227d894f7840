"""Addresses of the small acts that belong to every work item, whichever door it is opened from."""

from __future__ import annotations

from django.urls import path

from steadwork.work.views import file, finish_activity

urlpatterns = [
    path("activities/<uuid:activity_id>/finish/", finish_activity, name="work-finish-activity"),
    path("files/<uuid:attachment_id>/", file, name="work-file"),
]
