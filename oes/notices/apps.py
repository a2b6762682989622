"""The app's configuration."""

from django.apps import AppConfig

from oes.lib import stages


class NoticesConfig(AppConfig):
    name = "oes.notices"

    def ready(self) -> None:
        stages.register("notices", "oes.notices.mails.mail_next", every_seconds=15)
