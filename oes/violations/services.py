"""Violations, evidence, ledger and trust of an attempt, rebuilt whole from its rows."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from oes.analysis.services import recompare
from oes.attempts.allowances import terms_of
from oes.attempts.models import Attempt
from oes.domain.attempt_state import ENDED, RUNNING, AttemptState
from oes.domain.grades import Standing
from oes.domain.observations import Episode
from oes.domain.policy import Policy
from oes.domain.programs import GUARD
from oes.domain.spans import Span
from oes.domain.trust import Assessment, Found, Line, TrustState, assess, counted_spans, coverage
from oes.domain.violations import KINDS
from oes.exams.models import ReferencePhoto
from oes.journal import services as journal
from oes.lib.canonical import digest
from oes.recordings.models import Segment
from oes.recordings.services import outstanding
from oes.violations import documents
from oes.violations.accounts import store_account
from oes.violations.evidence import Cut, cut, store
from oes.violations.models import Evidence, LedgerLine, Trust, Violation
from oes.violations.rules import Material, material_of
from oes.violations.summaries import rebuild_summary

log = logging.getLogger(__name__)
REBUILD_SECONDS = 8
LONGER_BY = 240
"""A long attempt rests a second for each 240 that it lasts: a rebuild reads all of it, half a second of work at 3 h."""
UNFINISHED_SECONDS = 900
"""An ended attempt that waits for announced segments is looked at this often, though nothing came: after LATE_HOURS it
is final. A film is looked for then, which takes seconds for a long exam."""
CLAIM_SECONDS = 120
LATE_HOURS = 24
"""After this the trust is final even if announced segments never came; they still count when they do."""
MOST_DUE = 200
SHOWN_NEWEST = 5
"""So many violations the recorder's page lists."""


def rebuild_next() -> bool:
    """Rebuild one attempt that has changed; return False when none is due.

    One that cannot be rebuilt keeps its claim for two minutes, so that the others have their turn.
    """
    trust = _claim()
    if trust is None:
        return False
    rebuild(trust.attempt)
    Trust.objects.filter(pk=trust.pk, claimed_at=trust.claimed_at).update(claimed_at=None)
    return True


def _claim() -> Trust | None:
    now = timezone.now()
    begun = Attempt.objects.real().filter(state__in=[*RUNNING, *ENDED], started_at__isnull=False, trust=None)
    for attempt in begun[:50]:
        Trust.objects.get_or_create(
            attempt=attempt,
            defaults={"state": "too_short", "coverage": 0.0, "counted_seconds": 0.0, "built_at": attempt.started_at},
        )
    for trust in _due().select_related("attempt")[:MOST_DUE]:
        if not _rested(trust, now):
            continue
        same = Trust.objects.filter(pk=trust.pk, built_at=trust.built_at, claimed_at=trust.claimed_at)
        if same.update(claimed_at=now):
            trust.claimed_at = now
            return trust
    return None


def _rested(trust: Trust, now: datetime) -> bool:
    """Return whether a running attempt has waited as long as its length asks for."""
    attempt = trust.attempt
    if trust.seen_changed_at is None or not attempt.is_running:
        return True
    rested = (now - trust.built_at).total_seconds()
    return rested < 0 or rested >= attempt.elapsed_seconds(now) / LONGER_BY


def _due() -> "QuerySet[Trust]":
    """Return the trusts to rebuild: something changed, and a running attempt waited its 8 s."""
    now, seen = timezone.now(), F("seen_changed_at")
    lease = timedelta(seconds=CLAIM_SECONDS)
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - lease) | Q(claimed_at__gt=now + lease)
    # Any other moment, not only a later one: the clock may have been put back meanwhile.
    changed = Q(seen_changed_at=None) | Q(attempt__changed_at__gt=seen) | Q(attempt__changed_at__lt=seen)
    decided = Exists(
        ReferencePhoto.objects.filter(
            student=OuterRef("attempt__enrolment__student"),
            decided_at__gt=OuterRef("built_at"),
            embedding__isnull=False,
        )
    )
    rested = Q(built_at__lt=now - timedelta(seconds=REBUILD_SECONDS)) | Q(built_at__gt=now)
    unfinished = Q(is_final=False, attempt__state__in=ENDED, built_at__lt=now - timedelta(seconds=UNFINISHED_SECONDS))
    fresh = Q(seen_changed_at=None)
    whole = Q(attempt__deletions=None)  # from less than there was nothing can be computed anew
    due = whole & free & (fresh | (rested & (changed | decided)) | unfinished)
    return Trust.objects.filter(due).order_by("built_at")


@dataclass(frozen=True, slots=True)
class _Planned:
    """An episode with the row that it keeps, and the picture that was cut for it, if it needed one."""

    episode: Episode
    row: Violation
    cut: Cut | None


def rebuild(attempt: Attempt) -> Trust:
    """Rebuild an attempt's violations, evidence, ledger, gaps and trust. The same rows give the same result.

    Pictures are cut first; then everything changes in one transaction, so that no reader sees a half of it.
    """
    attempt = Attempt.objects.select_related("enrolment__exam__written", "enrolment__student", "policy").get(
        pk=attempt.pk
    )
    policy = attempt.policy.value()
    recompare(attempt)
    material = material_of(attempt, elapsed_seconds=attempt.clock_seconds(timezone.now()), policy=policy)
    planned = _plan(attempt, material.episodes)
    with transaction.atomic():
        _replace_violations(attempt, planned)
        store_account(attempt, material, policy)
        trust = _store(attempt, [one.row for one in planned], material, policy)
        rebuild_summary(attempt.enrolment.student)
    return trust


def assess_under(attempt: Attempt, policy: Policy) -> Assessment:
    """Return what an ended attempt would get under other rules, from the same rows. Writes nothing.

    Kinds stand as they stood in its final ledger.
    """
    material = material_of(attempt, elapsed_seconds=attempt.clock_seconds(timezone.now()), policy=policy)
    spans = ((round(one.span.start, 3), round(one.span.end, 3), one.kind) for one in material.episodes)
    found = [Found(start, end, kind, str(place)) for place, (start, end, kind) in enumerate(spans)]
    return _assessed(attempt, found, material, policy)


def _plan(attempt: Attempt, episodes: Sequence[Episode]) -> list[_Planned]:
    """Match episodes with the violations there are. One that overlaps an old one of its kind by half keeps its row."""
    old = list(Violation.objects.filter(attempt=attempt).select_related("evidence"))
    planned = []
    for episode in sorted(episodes, key=lambda e: (e.span.start, e.span.end, e.kind)):
        known = _known(old, episode)
        if known:
            old.remove(known)
        needs = known is None or not _is_shown(known, episode.span)
        row = known or Violation(attempt=attempt, kind=episode.kind)
        planned.append(_Planned(episode, row, cut(attempt, episode) if needs else None))
    return planned


def _known(old: Sequence[Violation], episode: Episode) -> Violation | None:
    """Return the violation that an episode goes on from. What the guard names is never another program's."""
    same = [v for v in old if v.kind == episode.kind and _same(v, episode.span)]
    exact = [v for v in same if v.detail == episode.detail]
    return next(iter(exact or (same if KINDS[episode.kind].source != GUARD else ())), None)


def _is_shown(violation: Violation, span: Span) -> bool:
    evidence = getattr(violation, "evidence", None)
    return evidence is not None and span.start <= evidence.at_seconds <= span.end


def _replace_violations(attempt: Attempt, planned: Sequence[_Planned]) -> None:
    Violation.objects.filter(attempt=attempt).exclude(pk__in=[p.row.pk for p in planned if p.row.pk]).delete()
    for one in planned:
        row, episode = one.row, one.episode
        row.start_seconds, row.end_seconds = round(episode.span.start, 3), round(episode.span.end, 3)
        row.source, row.direct = episode.source, KINDS[episode.kind].direct
        row.confidence, row.detail = episode.shown.confidence, episode.detail
        row.save()
        if one.cut:
            store(row, one.cut)


def _same(violation: Violation, span: Span) -> bool:
    before = Span(violation.start_seconds, violation.end_seconds)
    return before.overlap(span) * 2 >= min(before.seconds, span.seconds)


def _store(attempt: Attempt, violations: Sequence[Violation], material: Material, policy: Policy) -> Trust:
    rows = {str(v.pk): v for v in violations}
    found = [Found(v.start_seconds, v.end_seconds, v.kind, key) for key, v in rows.items()]
    result = _assessed(attempt, found, material, policy)
    trust = _update_trust(attempt, result)
    LedgerLine.objects.filter(trust=trust).delete()
    shown = dict(Evidence.objects.filter(violation__attempt=attempt).values_list("violation_id", "sha256"))
    LedgerLine.objects.bulk_create(
        LedgerLine(
            trust=trust, violation=rows[line.found.key], counted_seconds=line.counted_seconds,
            per_event=line.weight.per_event, per_second=line.weight.per_second, cap=line.weight.cap,
            uncapped=line.uncapped, deduction=line.deduction, grade=line.grade,
            exposure_seconds=line.standing.exposure_seconds, false_alarms=line.standing.false_alarms,
            evidence_sha256=shown.get(int(line.found.key), ""), by_accommodation=line.excused,
        )
        for line in result.lines
    )  # fmt: skip
    _show_counter(attempt, result.lines, rows)
    if trust.is_final:
        _state(attempt, trust, len(found))
    return trust


def _state(attempt: Attempt, trust: Trust, found: int) -> None:
    """Tell the attempt's chain what was found and what it takes off, where that differs from what was told before."""
    journal.state(
        subject=attempt.uuid, action="violations_stated", part="violations", violations=found,
        sha256=digest(documents.violations(attempt)),
    )  # fmt: skip
    journal.state(
        subject=attempt.uuid, action="trust_stated", part="trust", state=str(trust.state), percent=trust.percent,
        coverage=round(trust.coverage, 4), policy_version=attempt.policy.version, violations=found,
        sha256=digest(documents.trust(trust)),
    )  # fmt: skip


def _assessed(attempt: Attempt, found: Sequence[Found], material: Material, policy: Policy) -> Assessment:
    pauses, until = material.pauses, material.duration_seconds
    covered = coverage(material.recorded, material.blocked, until, policy, attempt.tier, pauses=pauses)
    if attempt.is_running and not counted_spans(until, policy, pauses):
        covered = 1.0  # nothing that counts can be missing yet
    kept, terms = _kept_standings(attempt), terms_of(attempt)
    result = assess(found, covered, material.elapsed_seconds, policy, kept=kept, terms=terms, pauses=pauses)
    withdrawn = attempt.state == AttemptState.WITHDRAWN
    return replace(result, state=TrustState.WITHDRAWN, percent=None) if withdrawn else result


def _show_counter(attempt: Attempt, lines: Sequence[Line], rows: Mapping[str, Violation]) -> None:
    """Keep with the attempt what its student may see: how many violations the ledger counts, and the newest."""
    counted = [rows[line.found.key] for line in lines if line.uncapped > 0]
    newest = [[row.kind, row.start_seconds, row.end_seconds, row.detail] for row in counted[: -SHOWN_NEWEST - 1 : -1]]
    Attempt.objects.filter(pk=attempt.pk).update(shown_violations=len(counted), shown_newest=newest)


def _kept_standings(attempt: Attempt) -> dict[str, Standing]:
    """Return how the kinds of a final ledger stood: a benchmark that came later changes no percent that was stated."""
    lines = LedgerLine.objects.filter(trust__attempt=attempt, trust__is_final=True).select_related("violation")
    return {line.violation.kind: line.standing for line in lines}


def _update_trust(attempt: Attempt, result: Assessment) -> Trust:
    trust, _ = Trust.objects.update_or_create(
        attempt=attempt,
        defaults={
            "state": result.state,
            "percent": result.percent,
            "coverage": result.coverage,
            "counted_seconds": result.counted_seconds,
            "is_final": attempt.has_ended and _all_analysed(attempt),
            "seen_changed_at": attempt.changed_at or attempt.started_at,
            "built_at": timezone.now(),
        },
    )
    return trust


def _all_analysed(attempt: Attempt) -> bool:
    waiting = Segment.objects.filter(track__attempt=attempt, analysed_at=None, unreadable_reason="")
    late = attempt.ended_at is not None and timezone.now() - attempt.ended_at > timedelta(hours=LATE_HOURS)
    return not waiting.exists() and (late or outstanding(attempt) == 0)
