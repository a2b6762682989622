"""Addresses of the embed script and of what it tells."""

from django.urls import path

from oes.integrations.embed import views

app_name = "embed"
urlpatterns = [
    path("embed/oes-embed.js", views.script, name="script"),
    path("embed/v1/events", views.events, name="events"),
]
