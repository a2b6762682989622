"""Addresses of the signed record and of the signing keys."""

from django.urls import path

from oes.evidence import views

app_name = "evidence"
urlpatterns = [
    path("attempts/<uuid:attempt_uuid>/receipt/", views.receipt, name="receipt"),
    path("manage/signing-keys/", views.signing_keys, name="signing_keys"),
]
