"""Addresses of reviewing."""

from django.urls import path

from oes.review import account_views, allowances, comparison, detailed, views, what_if_views

app_name = "review"
urlpatterns = [
    path("students/", views.students, name="students"),
    path("students/<uuid:uuid>/", views.card, name="card"),
    path("attempts/<uuid:uuid>/detailed/", detailed.detailed, name="detailed"),
    path("attempts/<uuid:uuid>/detailed/poll/", detailed.poll, name="detailed_poll"),
    path("attempts/<uuid:uuid>/viewings/", detailed.viewings, name="viewings"),
    path("viewings/<uuid:uuid>/watched/", detailed.watched, name="watched"),
    path("attempts/<uuid:uuid>/verdicts/", views.verdicts, name="verdicts"),
    path("attempts/<uuid:uuid>/denials/", views.denials, name="denials"),
    path("attempts/<uuid:uuid>/comparison/", comparison.compare, name="compare"),
    path("comparisons/", comparison.waiting, name="comparisons"),
    path("attempts/<uuid:uuid>/releases/", views.releases, name="releases"),
    path("attempts/<uuid:uuid>/allowances/", allowances.grants, name="grants"),
    path("attempts/<uuid:uuid>/accommodations/", allowances.reapplied, name="reapplied"),
    path("attempts/<uuid:uuid>/unannounced/", account_views.unannounced, name="unannounced"),
    path("attempts/<uuid:uuid>/server-time/", account_views.server_time, name="server_time"),
    path("manage/what-if/", what_if_views.asked, name="what_if_asked"),
    path("manage/what-if/<uuid:uuid>/", what_if_views.shown, name="what_if"),
    path("manage/what-if/<uuid:uuid>/rules/", what_if_views.goes_on, name="what_if_rules"),
    path("pictures/<str:kind>/<str:key>/", views.picture, name="picture"),
]
