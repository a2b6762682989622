"""Addresses of the student's own data."""

from django.urls import path

from oes.owndata import consent_views, staff_views, views, work_views

app_name = "owndata"
urlpatterns = [
    path("my-data/<uuid:attempt_uuid>/", views.page, name="page"),
    path("my-data/<uuid:attempt_uuid>/answers/", views.answer, name="answer"),
    path("my-data/<uuid:attempt_uuid>/pictures/<str:kind>/<str:key>/", views.picture, name="picture"),
    path("my-data/<uuid:attempt_uuid>/recordings/<uuid:file_uuid>", views.recording, name="recording"),
    path("my-data/<uuid:attempt_uuid>/export/", views.export, name="export"),
    path("my-data/<uuid:attempt_uuid>/consent/", consent_views.consent, name="consent"),
    path("my-data/<uuid:attempt_uuid>/withdraw/", consent_views.withdraw, name="withdraw"),
    path("my-data/<uuid:attempt_uuid>/erasure/", consent_views.ask, name="ask"),
    path("my-works/<uuid:work>/export/", work_views.export_work, name="export_work"),
    path("erasure-requests/", staff_views.requests, name="requests"),
    path("erasure-requests/<uuid:uuid>/", staff_views.decide, name="decide"),
]
