"""Addresses of protocols, statistics and the secretary's board."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
