"""Addresses of the guard, and of what the recorder's page asks about it."""

from django.urls import path

from oes.integrations.guard import views

app_name = "guard"
urlpatterns = [
    path("guard/v1/join", views.join, name="join"),
    path("guard/v1/reports", views.reports, name="reports"),
    path("api/v1/attempts/<uuid:uuid>/guard", views.state, name="state"),
    path("api/v1/attempts/<uuid:uuid>/guard/code", views.code, name="code"),
]
