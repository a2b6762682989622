"""Released verdicts in templates."""

from django import template

from oes.appeals.release_words import code_words

register = template.Library()

register.filter("why_not", code_words)
