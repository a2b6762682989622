"""The app's configuration."""

from django.apps import AppConfig

from oes.lib import proposals, stages


class AppealsConfig(AppConfig):
    name = "oes.appeals"

    def ready(self) -> None:
        from oes.appeals import protocol_documents, statistics
        from oes.evidence.documents import MAKERS

        MAKERS[protocol_documents.ACTION] = protocol_documents.protocol_of
        proposals.register("appeals", statistics.proposals)
        stages.register("appeal_mails", "oes.appeals.protocol_mails.mail_next", every_seconds=15)
