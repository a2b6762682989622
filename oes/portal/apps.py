"""The app's configuration."""

from django.apps import AppConfig

from oes.lib import stages


class PortalConfig(AppConfig):
    name = "oes.portal"

    def ready(self) -> None:
        stages.register("office_mails", "oes.portal.office_mails.mail_next", every_seconds=15)

        from oes.lib import leaving, waiting
        from oes.portal.problem_services import hand_on_problems
        from oes.portal.waiting import SOURCES

        leaving.register("problems", hand_on_problems)
        for name, source in SOURCES.items():
            waiting.register(name, source)
