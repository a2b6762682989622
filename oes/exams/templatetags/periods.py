"""What pages say about the exam session."""

from typing import Any

from django import template

from oes.exams.models import ExamPeriod
from oes.exams.period_queries import current_period

register = template.Library()


@register.simple_tag(takes_context=True)
def published_period(context: dict[str, Any]) -> ExamPeriod | None:
    """Return the session that everybody may look at now. One query."""
    organisation = context.get("organisation")
    return current_period(organisation, organisation.today(), published=True) if organisation else None
