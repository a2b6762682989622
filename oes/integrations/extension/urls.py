"""Addresses of the browser extension."""

from django.urls import path

from oes.integrations.extension import views

app_name = "extension"
urlpatterns = [
    path("extension/", views.install, name="install"),
    path("extension/v1/events", views.events, name="events"),
    path("api/v1/attempts/<uuid:uuid>/extension", views.token, name="token"),
]
