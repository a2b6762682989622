"""Addresses of reviewing."""

from django.urls import path

from oes.review import allowances, detailed, views

app_name = "review"
urlpatterns = [
    path("students/", views.students, name="students"),
    path("students/<uuid:uuid>/", views.card, name="card"),
    path("attempts/<uuid:uuid>/detailed/", detailed.detailed, name="detailed"),
    path("attempts/<uuid:uuid>/detailed/poll/", detailed.poll, name="detailed_poll"),
    path("attempts/<uuid:uuid>/viewings/", detailed.viewings, name="viewings"),
    path("viewings/<uuid:uuid>/watched/", detailed.watched, name="watched"),
    path("attempts/<uuid:uuid>/verdicts/", views.verdicts, name="verdicts"),
    path("attempts/<uuid:uuid>/releases/", views.releases, name="releases"),
    path("attempts/<uuid:uuid>/allowances/", allowances.grants, name="grants"),
    path("attempts/<uuid:uuid>/accommodations/", allowances.reapplied, name="reapplied"),
    path("pictures/<str:kind>/<str:key>/", views.picture, name="picture"),
]
