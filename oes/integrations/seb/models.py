"""How an exam looks in Safe Exam Browser."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.domain.safe_exam_browser import Choices
from oes.exams.models import Exam


class SafeBrowserSettings(models.Model):
    """What an administrator chose for an exam; the file and its Config Key are made of it at every request.

    Personal data: who chose. Kept: with the exam.
    """

    exam = models.OneToOneField(Exam, on_delete=models.CASCADE, related_name="safe_browser_settings")
    allow_quit = models.BooleanField(_("the student may leave the browser"), default=True)
    quit_password_hash = models.CharField(max_length=64, blank=True)
    allow_reload = models.BooleanField(_("pages may be loaded again"), default=True)
    allow_spell_check = models.BooleanField(_("spelling is checked"), default=False)
    allow_virtual_machine = models.BooleanField(_("virtual machines are let in"), default=False)
    filter_addresses = models.BooleanField(_("only the exam's own hosts can be opened"), default=False)
    more_hosts = models.TextField(blank=True)
    exam_keys = models.TextField(blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    def choices(self) -> Choices:
        """Return the choices as the rules know them."""
        return Choices(
            allow_quit=self.allow_quit,
            quit_password_hash=self.quit_password_hash,
            allow_reload=self.allow_reload,
            allow_spell_check=self.allow_spell_check,
            allow_virtual_machine=self.allow_virtual_machine,
            filter_addresses=self.filter_addresses,
            more_hosts=tuple(self.more_hosts.split()),
        )

    def program_keys(self) -> tuple[str, ...]:
        """Return the Browser Exam Keys that the administrator listed."""
        return tuple(self.exam_keys.split())
