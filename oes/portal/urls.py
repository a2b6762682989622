"""Addresses of portal."""

from django.urls import path

from oes.portal import calendar_views, help_urls, public_views

app_name = "portal"
urlpatterns = [
    path("session/", public_views.session, name="session"),
    path("session/<uuid:period>/", public_views.session_of, name="session_of"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/<str:token>/exams.ics", calendar_views.calendar_feed, name="calendar_feed"),
    *help_urls.urlpatterns,
]
