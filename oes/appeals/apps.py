"""The app's configuration."""

from django.apps import AppConfig

from oes.lib import proposals, stages, waiting


class AppealsConfig(AppConfig):
    name = "oes.appeals"

    def ready(self) -> None:
        stages.register("blurred", "oes.appeals.case_blurring.blur_next", every_seconds=5)
        stages.register("blurred_old", "oes.appeals.case_blurring.forget_next", every_seconds=3600)
        stages.register("case_checks", "oes.appeals.case_chain.check_next", every_seconds=30)
        stages.register("appeal_mails", "oes.appeals.protocol_mails.mail_next", every_seconds=15)
        stages.register("appeal_votes", "oes.appeals.deciding_stage.end_next", every_seconds=30)
        stages.register("appeals_late", "oes.appeals.escalation.escalate_next", every_seconds=60)

        from oes.appeals import board_waiting, deciding_tasks, protocol_documents, statistics
        from oes.appeals.deciding_documents import decision_in
        from oes.appeals.filing_documents import filed_in
        from oes.appeals.release_documents import told_in
        from oes.appeals.release_waiting import unreleased
        from oes.evidence import documents

        documents.register("verdict_released", told_in)
        documents.register("appeal_written", filed_in)
        documents.register("appeal_line_decided", decision_in)
        documents.register(protocol_documents.ACTION, protocol_documents.protocol_of)
        proposals.register("appeals", statistics.proposals)
        waiting.register("verdicts", unreleased)
        waiting.register("appeals", board_waiting.appeals)
        waiting.register("appeal_tasks", deciding_tasks.waiting)
