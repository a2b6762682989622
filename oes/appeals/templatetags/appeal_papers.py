"""Words of papers, board and statistics of appeals in templates."""

from django import template

from oes.appeals import protocol_words

register = template.Library()
register.filter("outcome_words", protocol_words.outcome_words)
register.filter("counts_words", protocol_words.counts_words)
