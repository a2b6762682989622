"""Addresses of the student's own data."""

from django.urls import path

from oes.owndata import views

app_name = "owndata"
urlpatterns = [
    path("my-data/<uuid:attempt_uuid>/", views.page, name="page"),
    path("my-data/<uuid:attempt_uuid>/answers/", views.answer, name="answer"),
    path("my-data/<uuid:attempt_uuid>/pictures/<str:kind>/<str:key>/", views.picture, name="picture"),
    path("my-data/<uuid:attempt_uuid>/recordings/<uuid:file_uuid>", views.recording, name="recording"),
]
