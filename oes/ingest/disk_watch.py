"""Tell the administrators when the disk of recordings runs out of space, and when it has space again."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from oes.accounts.models import Organisation, Role, User
from oes.journal import services as journal
from oes.lib.disk import Level, Room, room

log = logging.getLogger(__name__)


def watch_disk() -> bool:
    """Note a change of the disk's level and mail it. A stage that never has a next piece: always False."""
    now = room()
    for organisation in Organisation.objects.all():
        said = journal.newest(subject=organisation.uuid, action="disk_room")
        if now.level != (said["level"] if said else Level.ENOUGH):
            journal.append(subject=organisation.uuid, action="disk_room", level=now.level.value, free_mb=now.free)
            _alarm(organisation, now)
    return False


def _alarm(organisation: Organisation, now: Room) -> None:
    administrators = User.objects.filter(organisation=organisation, is_active=True, roles__role=Role.ADMINISTRATION)
    to = sorted(set(administrators.exclude(email="").values_list("email", flat=True)))
    log.log(
        logging.INFO if now.level is Level.ENOUGH else logging.ERROR,
        "disk_room",
        extra={"level": now.level.value, "free_mb": now.free},
    )
    with override(settings.LANGUAGE_CODE):
        message = EmailMessage(" ".join(f"{organisation.name}: {_subject(now)}".split()), _body(now), bcc=to)
    try:
        message.send()
    except (OSError, SMTPException) as error:
        log.warning("mail_not_sent", extra={"error": str(error)})


def _subject(now: Room) -> str:
    if now.level is Level.LOW:
        return _("OES takes no recordings: its disk is full")
    return _("The disk of OES is nearly full") if now.level is Level.SHORT else _("The disk of OES has space again")


def _body(now: Room) -> str:
    free = _("Free: %(free)s MB; kept in reserve: %(reserve)s MB.") % {"free": now.free, "reserve": now.reserve}
    if now.level is Level.LOW:
        said = _("New recordings wait in the students' browsers. Free some space: they are then sent by themselves.")
    elif now.level is Level.SHORT:
        said = _("Free some space before the reserve is reached: from then on recordings wait in the browsers.")
    else:
        said = _("Recordings are taken.")
    return f"{said}\n\n{free}"
