"""What people decided, as an attempt's chain has it by its hash. Made from the rows."""

from oes.lib.canonical import canonical, instant
from oes.review.models import Answer, Denial, Verdict


def verdict(row: Verdict) -> bytes:
    """Return a verdict with its reason: canonical JSON."""
    return canonical(
        {
            "verdict": str(row.uuid),
            "honest": row.honest,
            "reason": row.reason,
            "by": str(row.by.uuid),
            "at": instant(row.at),
        }
    )


def answer_document(answer: Answer) -> bytes:
    """Return a student's answer as canonical JSON: sorted keys, compact, UTF-8. Its uuid keeps a short text from being
    guessed from the hash."""
    return canonical(
        {
            "answer": str(answer.uuid),
            "attempt": str(answer.attempt.uuid),
            "kind": answer.kind,
            "detail": answer.detail,
            "start_seconds": answer.start_seconds,
            "end_seconds": answer.end_seconds,
            "text": answer.text,
        }
    )


def denial_document(denial: Denial) -> bytes:
    """Return a person's word on one event as canonical JSON."""
    return canonical(
        {
            "denial": str(denial.uuid),
            "attempt": str(denial.attempt.uuid),
            "kind": denial.kind,
            "detail": denial.detail,
            "start_seconds": denial.start_seconds,
            "end_seconds": denial.end_seconds,
            "denied": denial.denied,
            "reason": denial.reason,
            "by": str(denial.by.uuid),
        }
    )
