"""All addresses. Pages for people first, then the API of the recorder and the embed script."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("oes.accounts.urls")),
]
