"""Addresses of appeals as students and the secretary file them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
