"""Addresses of recorded bytes."""

from django.urls import path

from oes.recordings import views

app_name = "recordings"
urlpatterns = [
    path("segments/<uuid:uuid>", views.segment, name="segment"),
    path("late/<uuid:uuid>", views.late, name="late"),
    path("joined/<uuid:uuid>", views.joined, name="joined"),
]
