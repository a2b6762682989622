"""Addresses of commissions and the calendar of working days."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
