"""Addresses of the case file."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
