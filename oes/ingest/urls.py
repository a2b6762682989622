"""The address that segments are put to."""

from django.urls import path

from oes.ingest import views

app_name = "ingest"
urlpatterns = [
    path("<uuid:uuid>/segments/<slug:track>/<int:run>/<int:sequence>", views.segment, name="segment"),
]
