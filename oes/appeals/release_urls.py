"""Addresses of verdicts told to students, and what they may answer."""

from django.urls import path

from oes.appeals import release_views, result_views

urlpatterns = [
    path("verdicts-to-release/", release_views.releases, name="releases"),
    path("verdicts-to-release/preview/", release_views.preview, name="releases_preview"),
    path("verdicts-to-release/release/", release_views.release_many, name="release_many"),
    path("verdicts/<uuid:verdict>/release/", release_views.release, name="release"),
    path("my-results/<uuid:attempt_uuid>/", result_views.result, name="result"),
    path("my-results/<uuid:attempt_uuid>/answers/", result_views.answer, name="answer"),
]
