"""The app's configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "oes.accounts"
