"""Addresses of the signed record, the evidence pack, its verifier and the signing keys."""

from django.urls import path

from oes.evidence import pack_views, views

app_name = "evidence"
urlpatterns = [
    path("attempts/<uuid:attempt_uuid>/receipt/", views.receipt, name="receipt"),
    path("attempts/<uuid:uuid>/evidence-pack/", pack_views.evidence_pack, name="pack"),
    path("verify.html", pack_views.verifier, name="verifier"),
    path("manage/signing-keys/", views.signing_keys, name="signing_keys"),
]
