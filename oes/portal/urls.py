"""Addresses of portal."""

from django.urls import path

from oes.portal import public_views

app_name = "portal"
urlpatterns = [
    path("session/", public_views.session, name="session"),
    path("session/<uuid:period>/", public_views.session_of, name="session_of"),
]
