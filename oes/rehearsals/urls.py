"""Addresses of the rehearsal: the student's pages, and the helpdesk's."""

from django.urls import path

from oes.rehearsals import views

app_name = "rehearsals"
urlpatterns = [
    path("rehearsal/", views.begin, name="begin"),
    path("rehearsal/<uuid:attempt_uuid>/", views.rehearsal, name="rehearsal"),
    path("rehearsals/", views.find, name="find"),
]
