"""Words of papers, board and statistics of appeals in templates."""

from django import template

from oes.appeals import board, board_words, protocol_words
from oes.appeals.filing_tables import topic_words
from oes.appeals.models import STATES, Appeal
from oes.review.words import caption_of

register = template.Library()
register.filter("outcome_words", protocol_words.outcome_words)
register.filter("counts_words", protocol_words.counts_words)
register.filter("owner_words", board_words.owner_words)
register.filter("topics_words", topic_words)
register.filter("feedback_words", board_words.feedback_words)
register.filter("kind_caption", caption_of)
register.filter("place_of", board.place_of)


@register.filter
def state_words(state: str) -> str:
    """Return what a state of an appeal is called."""
    return str(STATES[state])  # type: ignore[index]


@register.filter
def acts(appeal: Appeal) -> str:
    """Return who has to act on an appeal now."""
    return board_words.owner_words(appeal.owner)


@register.filter
def percent(share: float) -> str:
    return f"{share * 100:.0f} %"
