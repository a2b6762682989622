"""From a link of an attempt's chain back to the document whose hash it holds, as the rows stand now."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from oes.analysis.documents import observation_set
from oes.analysis.models import ObservationSet
from oes.attempts.documents import check_done
from oes.attempts.models import Attempt, IdentityCheck, ScreenCheck
from oes.domain.retention import Kind
from oes.exams.documents import policy_version
from oes.recordings.documents import faults, gaps_of_track, stored_batch
from oes.review.documents import answer_document, denial_document, verdict
from oes.review.models import Answer, Denial, Verdict
from oes.violations import documents as found
from oes.violations.models import Trust

Maker = Callable[[Attempt, dict[str, Any]], bytes | None]


def document_of(attempt: Attempt, *, action: str, content: dict[str, Any]) -> bytes | None:
    """Return the document of a link, made again from the rows; None where the action has none or the rows are gone.

    Only the newest link of an action and part is sure to have this document's hash: earlier ones tell of rows that
    were replaced.
    """
    maker = MAKERS.get(action) or _ABOVE.get(action)
    return maker(attempt, content) if maker else None


def register(action: str, maker: Maker) -> None:
    """Let an app above make the document of its own action; it calls this when it is ready."""
    _ABOVE[action] = maker


def _batch(attempt: Attempt, content: dict[str, Any]) -> bytes | None:
    received_at = parse_datetime(content["received_at"])
    if received_at is None:
        return None
    page = UUID(content["page"])
    if attempt.deletions.filter(kind=Kind.EVENTS).exists():
        return None  # the chain says that they were deleted
    return stored_batch(attempt=attempt, source=content["source"], page=page, received_at=received_at)


def _gaps(attempt: Attempt, content: dict[str, Any]) -> bytes:
    return gaps_of_track(attempt=attempt, track=content["part"])


def _check(attempt: Attempt, content: dict[str, Any]) -> bytes | None:
    kind, _, pk = content["part"].partition("-")
    model = IdentityCheck if kind == "identity" else ScreenCheck
    row = model.objects.filter(attempt=attempt, pk=pk).first()
    return check_done(row) if row else None


def _measured(attempt: Attempt, content: dict[str, Any]) -> bytes | None:
    track, run, sequence = content["part"].rsplit("-", 2)
    rows = ObservationSet.objects.filter(
        segment__track__attempt=attempt,
        segment__track__kind=track,
        segment__run__number=run,
        segment__sequence=sequence,
        revision=content["revision"],
    )
    row = rows.select_related("segment__track", "segment__run").first()
    return observation_set(row) if row else None


def _trust(attempt: Attempt, _content: dict[str, Any]) -> bytes | None:
    row = Trust.objects.filter(attempt=attempt).select_related("attempt__policy").first()
    return found.trust(row) if row else None


def _verdict(attempt: Attempt, content: dict[str, Any]) -> bytes | None:
    row = Verdict.objects.filter(attempt=attempt, uuid=content["part"]).select_related("by").first()
    return verdict(row) if row else None


def _answer(attempt: Attempt, content: dict[str, Any]) -> bytes | None:
    row = Answer.objects.filter(attempt=attempt, uuid=content["part"]).select_related("attempt").first()
    return answer_document(row) if row else None


def _denial(attempt: Attempt, content: dict[str, Any]) -> bytes | None:
    row = Denial.objects.filter(attempt=attempt, uuid=content["part"]).select_related("attempt", "by").first()
    return denial_document(row) if row else None


MAKERS: dict[str, Maker] = {
    "policy_frozen": lambda attempt, _: policy_version(attempt.policy),
    "events_told": _batch,
    "gaps_stated": _gaps,
    "faults_stated": lambda attempt, _: faults(attempt=attempt),
    "check_done": _check,
    "segment_analysed": _measured,
    "violations_stated": lambda attempt, _: found.violations(attempt),
    "trust_stated": _trust,
    "verdict_recorded": _verdict,
    "answer_given": _answer,
    "event_judged": _denial,
}
"""What makes the document of an action. The newest link of an action and part supersedes those before."""
_ABOVE: dict[str, Maker] = {}
"""Those of apps above this one."""
