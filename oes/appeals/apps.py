"""The app's configuration."""

from django.apps import AppConfig

from oes.lib import proposals, stages


class AppealsConfig(AppConfig):
    name = "oes.appeals"

    def ready(self) -> None:
        stages.register("blurred", "oes.appeals.case_blurring.blur_next", every_seconds=5)
        stages.register("blurred_old", "oes.appeals.case_blurring.forget_next", every_seconds=3600)
        stages.register("appeal_mails", "oes.appeals.protocol_mails.mail_next", every_seconds=15)
        stages.register("appeals_late", "oes.appeals.escalation.escalate_next", every_seconds=60)

        from oes.appeals import board_waiting, protocol_documents, statistics
        from oes.appeals.release_documents import told_in
        from oes.appeals.release_waiting import unreleased
        from oes.evidence import documents
        from oes.lib import waiting

        documents.register("verdict_released", told_in)
        documents.register(protocol_documents.ACTION, protocol_documents.protocol_of)
        proposals.register("appeals", statistics.proposals)
        waiting.register("verdicts", unreleased)
        waiting.register("appeals", board_waiting.appeals)
