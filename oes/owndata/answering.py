"""What a student reads who wanted to answer an event."""

from django.utils.translation import gettext

from oes.review.services import AnswerRefused


def refused_words(error: AnswerRefused) -> str:
    """Return why an answer was not kept."""
    if error.code == "late":
        return gettext("The answer was not kept: the time to answer is over. Your text stands below.")
    return gettext("No more answers can be kept for this exam.")
