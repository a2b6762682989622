"""The proof that something was deleted: its names and hashes in the journal, and a row that says when."""

from datetime import timedelta

from django.utils import timezone

from oes.attempts.models import Deletion
from oes.journal import services as journal

TAKE_UP_AFTER = timedelta(minutes=10)
"""A worker that is not done after so long is taken for dead."""
MOST_NAMED = 400
"""So many names stand in one entry of the journal; a long exam has thousands of segments."""
Named = list[tuple[str, str]]
"""Names and hashes of what was deleted."""


def prove(deletion: Deletion, named: Named) -> Deletion:
    """Name in the journal what is gone, and say that it is done."""
    for first in range(0, max(1, len(named)), MOST_NAMED):
        part = named[first : first + MOST_NAMED]
        deletion.link = journal.append(
            subject=deletion.subject, action="content_deleted", kind=str(deletion.kind), reason=str(deletion.reason),
            days=deletion.days, names=[name for name, _ in part], hashes=[sha256 for _, sha256 in part],
        )  # fmt: skip
    mine = Deletion.objects.filter(pk=deletion.pk)  # its attempt may be gone by now
    mine.update(items=len(named), done_at=timezone.now(), link=deletion.link)
    return mine.get()
