"""The app's configuration: its stage of the worker."""

from django.apps import AppConfig

from oes.lib import stages


class EvidenceConfig(AppConfig):
    name = "oes.evidence"

    def ready(self) -> None:
        stages.register("heads", "oes.evidence.services.sign_next", every_seconds=3)
        stages.register("receipts", "oes.evidence.mails.mail_next", every_seconds=60)
