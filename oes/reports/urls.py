"""Addresses of the reports."""

from django.urls import path

from oes.reports import views

app_name = "reports"
urlpatterns = [
    path("attempts/<uuid:uuid>/photo-report/", views.photo, name="photo"),
    path("attempts/<uuid:uuid>/photo-report.pdf", views.photo_pdf, name="photo_pdf"),
    path("attempts/<uuid:uuid>/certificate.pdf", views.fault_certificate, name="certificate"),
    path("attempts/<uuid:uuid>/photo-report/mail/", views.photo_mail, name="photo_mail"),
]
