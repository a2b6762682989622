"""The app's configuration."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "oes.review"
