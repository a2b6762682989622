"""Addresses of verdicts told to students, and what they may answer."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
