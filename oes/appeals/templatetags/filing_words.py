"""Words and links of filed appeals."""

from datetime import datetime, timedelta

from django import template
from django.utils.translation import gettext

from oes.accounts.links import Links
from oes.appeals.filing_links import attachment_link
from oes.appeals.filing_tables import topic_words as topics_of
from oes.appeals.filing_words import OWNERS
from oes.appeals.line_words import line_caption as caption_of_line
from oes.appeals.models import Appeal, AppealLine, Attachment
from oes.domain.appeal_state import Owner
from oes.review.words import weight_text

register = template.Library()


@register.filter
def owner_words(appeal: Appeal) -> str:
    """Return who has to act on an appeal now."""
    return str(OWNERS[appeal.owner])


@register.filter
def owner_for_student(appeal: Appeal) -> str:
    """Return who has to act on an appeal now, as its student reads it."""
    return gettext("you") if appeal.owner is Owner.STUDENT else owner_words(appeal)


@register.filter
def topic_words(appeal: Appeal) -> str:
    return topics_of(appeal)


@register.filter
def line_caption(line: AppealLine) -> str:
    return caption_of_line(line)


@register.filter
def line_weight(line: AppealLine) -> str:
    """Return what the ledger took off for a contested event, "" for other lines."""
    return weight_text(line.deduction) if line.deduction is not None else ""


@register.filter
def file_link(row: Attachment, links: Links) -> str:
    """Return the address of a file that this sign-in can open."""
    return attachment_link(row, links)


@register.filter
def last_minute(until: datetime | None) -> datetime | None:
    """Return the last whole minute before a deadline: "until 00:00" would be read as a day too many."""
    return until - timedelta(minutes=1) if until else None
