"""Addresses of written."""

from django.urls import URLPattern

app_name = "written"
urlpatterns: list[URLPattern] = []
