"""Addresses of keeping and deleting."""

from django.urls import path

from oes.retention import views

app_name = "retention"
urlpatterns = [
    path("attempts/<uuid:uuid>/holds/", views.holds, name="holds"),
    path("holds/<uuid:hold>/lift/", views.lift, name="lift"),
]
