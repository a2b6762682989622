"""What past attempts would have got under other rules: asked by a person, computed by the worker, forgotten later."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from oes.accounts.models import Organisation, User
from oes.attempts.models import Attempt
from oes.domain.attempt_state import ENDED
from oes.domain.policy import Policy, policy_from_dict, policy_to_dict
from oes.journal import services as journal
from oes.review.models import WhatIf, WhatIfLine
from oes.violations.services import assess_under

MOST_ATTEMPTS = 500
"""The newest ones: enough to see what a rule does, and an hour of work at most where exams last three hours."""
MOST_TRIES = 3
CANNOT = "unreadable"
"""The state of a line whose attempt could not be computed."""
KEPT = timedelta(days=30)

log = logging.getLogger(__name__)


@transaction.atomic
def ask(*, organisation: Organisation, policy: Policy, note: str, base: int, by: User) -> WhatIf:
    """Keep the question with a line for each attempt that it is about.

    These are ended attempts with a final trust and everything it was made of. The same question of the same person
    within a minute is the same row.
    """
    rules, since = policy_to_dict(policy), timezone.now() - timedelta(minutes=1)
    for known in WhatIf.objects.filter(organisation=organisation, by=by, base=base, at__gt=since):
        if known.rules == rules:
            return known
    row = WhatIf.objects.create(organisation=organisation, rules=rules, note=note, base=base, by=by)
    attempts = Attempt.objects.real().filter(
        enrolment__exam__organisation=organisation, state__in=ENDED, trust__is_final=True, deletions=None
    )
    told = attempts.order_by("-ended_at").values_list("pk", "trust__percent", "trust__state")[:MOST_ATTEMPTS]
    WhatIfLine.objects.bulk_create(
        WhatIfLine(what_if=row, attempt_id=pk, before=percent, before_state=state) for pk, percent, state in told
    )
    journal.append(subject=organisation.uuid, action="what_if_asked", actor=by.uuid, what_if=str(row.uuid))
    return row


def compute_next() -> bool:
    """Compute one line of the oldest open question; return False when there is none.

    A line counts its tries before it is begun, so that one that kills its worker is given up after the third.
    """
    row = WhatIf.objects.filter(finished_at=None).order_by("pk").first()
    if row is None:
        return False
    waiting = WhatIfLine.objects.filter(what_if=row, after_state="", tries__lt=MOST_TRIES).order_by("tries", "pk")
    line = waiting.select_related("attempt__enrolment__exam", "attempt__policy").first()
    if line is None:
        WhatIfLine.objects.filter(what_if=row, after_state="").update(after_state=CANNOT)
        WhatIf.objects.filter(pk=row.pk).update(finished_at=timezone.now())
        return True
    WhatIfLine.objects.filter(pk=line.pk).update(tries=F("tries") + 1)
    result = assess_under(line.attempt, policy_from_dict(row.rules))
    WhatIfLine.objects.filter(pk=line.pk).update(after=result.percent, after_state=result.state)
    return True


def forget_next() -> bool:
    """Delete one question that is older than 30 days; return False when there is none."""
    row = WhatIf.objects.filter(at__lt=timezone.now() - KEPT).first()
    if row is not None:
        row.delete()
    return row is not None
