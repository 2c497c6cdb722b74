"""Root addresses."""

from django.urls import include, path

urlpatterns = [path("", include("goldthread.web.urls"))]
