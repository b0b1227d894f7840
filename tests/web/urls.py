from django.urls import include, path

from tests.web.toys import ANYONE, TOYS

handler404 = "steadwork.web.errors.not_found"
handler500 = "steadwork.web.errors.server_error"

urlpatterns = [
    path("toys/", TOYS.urls),
    path("anyone/", ANYONE.urls),
    path("api/", ANYONE.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("steadwork.web.urls")),
]
