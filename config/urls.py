"""All addresses. Pages for people first, then the API of the recorder and the embed script."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("oes.accounts.urls")),
    path("api/v1/attempts/", include("oes.ingest.urls")),
    path("api/v1/attempts/", include("oes.recorder.api_urls")),
]
