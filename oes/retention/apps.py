"""The app's configuration."""

from django.apps import AppConfig

from oes.lib import stages


class RetentionConfig(AppConfig):
    name = "oes.retention"

    def ready(self) -> None:
        from oes.owndata import keeping

        keeping.register("oes.retention.keeping.held", relation="holds")
        keeping.register("oes.retention.keeping.contested", relation="appeals")
        keeping.register("oes.retention.keeping.contested", relation="verdicts__release")
        stages.register("retention", "oes.retention.expiry.delete_next", every_seconds=3600)
        stages.register("tidying", "oes.retention.expiry.tidy", every_seconds=24 * 3600)
