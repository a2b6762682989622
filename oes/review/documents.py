"""What people say, as the documents whose hash stands in the journal."""

import json

from oes.review.models import Answer


def answer_document(answer: Answer) -> bytes:
    """Return a student's answer as canonical JSON: sorted keys, compact, UTF-8. Its uuid keeps a short text from being
    guessed from the hash."""
    value = {
        "answer": str(answer.uuid),
        "attempt": str(answer.attempt.uuid),
        "kind": answer.kind,
        "detail": answer.detail,
        "start_seconds": answer.start_seconds,
        "end_seconds": answer.end_seconds,
        "text": answer.text,
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
