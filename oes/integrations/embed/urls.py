"""Addresses of the embed script, of what it tells, and of the code that joins a page to an attempt."""

from django.urls import path

from oes.integrations.embed import scripts, views

app_name = "embed"
urlpatterns = [
    path("embed/oes-embed.js", scripts.script, name="script"),
    path("embed/oes-embed-code.js", scripts.code_script, name="code_script"),
    path("embed/v1/events", views.events, name="events"),
    path("embed/v1/join", views.join, name="join"),
    path("api/v1/attempts/<uuid:uuid>/embed/code", views.code, name="code"),
]
