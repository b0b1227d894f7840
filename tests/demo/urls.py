from django.urls import include, path

from steadwork.config.urls import urlpatterns as house

urlpatterns = [path("demo/", include("steadwork.demo.urls")), *house]
