"""What the kit itself answers: the gallery of its components, and what a person likes."""

from django.urls import path

from steadwork.web import gallery, preferences

app_name = "web"
urlpatterns = [
    path("gallery/", gallery.gallery, name="gallery"),
    path("preferences/", preferences.keep, name="preferences"),
]
