"""Addresses of portal."""

from django.urls import URLPattern

from oes.portal import help_urls

app_name = "portal"
urlpatterns: list[URLPattern] = [*help_urls.urlpatterns]
