"""Liveness requests in words: what was asked, what was measured, why it was not taken as followed."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oes.attempts.models import Challenge
from oes.domain.challenge import ChallengeResult, Step

_STEPS = {
    Step.TURN_LEFT: gettext_lazy("turn the head to the left"),
    Step.TURN_RIGHT: gettext_lazy("turn the head to the right"),
    Step.BLINK: gettext_lazy("close the eyes and open them"),
}
_RESULTS = {
    ChallengeResult.PASSED: gettext_lazy("followed"),
    ChallengeResult.FAILED: gettext_lazy("not followed"),
    ChallengeResult.WAITING: gettext_lazy("its recording has not been judged"),
    ChallengeResult.NOT_SEEN: gettext_lazy("not seen"),
    ChallengeResult.UNABLE: gettext_lazy("the student could not follow it, and said so"),
}
_MISSED = {
    "no_face": gettext_lazy("no face to be measured"),
    "flat": gettext_lazy("moved like something flat"),
    "other_way": gettext_lazy("turned another way than asked"),
    "other_person": gettext_lazy("another person"),
}


def challenge_caption(challenge: Challenge) -> str:
    """Return what a liveness request is called among the verification steps."""
    return _("Verification - Liveness, %(moment)s") % {"moment": challenge.get_moment_display()}


def challenge_result(challenge: Challenge) -> str:
    """Return the result, the tries where there were several, and what was measured at each step."""
    parts = [str(_RESULTS[ChallengeResult(challenge.result)])]
    if challenge.tries > 1:
        parts.append(ngettext("%(n)d try", "%(n)d tries", challenge.tries) % {"n": challenge.tries})
    if challenge.result in (ChallengeResult.PASSED, ChallengeResult.FAILED):
        parts += [_step_words(answer) for answer in challenge.measured]
    return "; ".join(parts)


def _step_words(answer: dict[str, Any]) -> str:
    return f"{_STEPS[Step(answer['step'])]}: {', '.join(_measured(answer))}"


def _measured(answer: dict[str, Any]) -> Iterator[str]:
    value = answer["value"]
    if value is not None and answer["step"] == Step.BLINK:
        yield _("down to %(percent)d%% of the usual opening") % {"percent": round(100 * value)}
    elif value is not None:
        yield f"{round(value)}\N{DEGREE SIGN}"
    if answer["missed"] in _MISSED:
        yield str(_MISSED[answer["missed"]])
    elif answer["missed"]:
        yield _("too little")
