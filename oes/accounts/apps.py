"""The app's configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "oes.accounts"

    def ready(self) -> None:
        from oes.accounts import signals  # noqa: F401  (its receivers register themselves)
        from oes.notices import addresses

        addresses.register("invited", "oes.accounts.invitations.link_of")
