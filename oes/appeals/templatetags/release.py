"""Released verdicts in templates."""

from collections.abc import Mapping

from django import template

from oes.appeals.release_words import code_words
from oes.review.models import Verdict

register = template.Library()

register.filter("why_not", code_words)


@register.filter
def of_verdict(numbers: Mapping[int, int], verdict: Verdict) -> int | None:
    """Return the number of the appeal in which a commission decided a verdict; None for any other."""
    return numbers.get(verdict.pk)
