"""Addresses of panel, statements, hearing and votes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
