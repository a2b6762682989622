"""What must hold of a settled installation after a fault test. Runs inside it, with its settings."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import Count
from django.utils import timezone

from bench.chaos.balance import account
from bench.chaos.same import judged, judged_again, screens_alike, sent_again
from oes.analysis.models import ObservationSet
from oes.attempts.models import Attempt
from oes.domain.attempt_state import ENDED
from oes.domain.spans import Span
from oes.journal.models import Chain, Entry
from oes.journal.services import first_broken
from oes.lib import blobs
from oes.recordings.models import AnnouncedSegment, Gap, Segment, UnannouncedSegment
from oes.violations.rules import recorded_spans

Told = Iterator[str]
STORED = ("segment_stored", "segment_unannounced")


def check_all(folder: Path, *, twins: int) -> dict[str, Any]:
    """Return {"problems": sentences, "figures": numbers} of the installation and of what its witnesses wrote down."""
    ended = list(Attempt.objects.filter(state__in=ENDED, started_at__isnull=False).order_by("pk"))
    figures: dict[str, Any] = {"attempts": len(ended)}
    problems = [
        *_bytes(_lines(folder / "witness.jsonl"), figures),
        *_recorders(folder, figures),
        *_rows(figures),
        *_accounts(ended, figures),
        *_journal(figures),
        *_trust(ended, twins, figures),
    ]
    return {"problems": problems, "figures": figures}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _bytes(witnessed: Iterable[dict[str, Any]], figures: dict[str, Any]) -> Told:
    """Each acknowledged body can be read back, and its receipt is a link of the journal."""
    stored = dict(_stored())
    links = set(Entry.objects.filter(action__in=STORED).values_list("link", flat=True))
    acknowledged = {}
    for line in witnessed:
        key = tuple(line["path"].split("/")[4:])
        acknowledged[key] = line
        if line["link"] not in links:
            yield f"the receipt of {'/'.join(key)} is no link of the journal"
    for key, line in acknowledged.items():
        row = stored.get(key)
        if row is None or row.sha256 != line["sha256"]:
            yield f"acknowledged and not there: {'/'.join(key)}"
    for key, row in stored.items():
        try:
            whole = hashlib.sha256(blobs.read(row.blob_key)).hexdigest() == row.sha256
        except (OSError, ValueError) as error:
            yield f"{'/'.join(key)} cannot be read: {error}"
            continue
        if not whole:
            yield f"{'/'.join(key)} has other bytes than its hash"
    figures["segments"], figures["unannounced"] = len(stored), UnannouncedSegment.objects.count()
    figures["bytes"] = sum(row.size for row in stored.values())
    figures["acknowledged"] = len(acknowledged)


def _stored() -> Iterator[tuple[tuple[str, ...], Segment | UnannouncedSegment]]:
    """Yield everything that was stored, by its address."""
    for row in Segment.objects.select_related("track__attempt", "run"):
        yield _place(row), row
    for late in UnannouncedSegment.objects.select_related("attempt", "run"):
        yield (str(late.attempt.uuid), "segments", late.track, str(late.run.number), str(late.sequence)), late


def _place(row: Segment) -> tuple[str, ...]:
    return (str(row.track.attempt.uuid), "segments", row.track.kind, str(row.run.number), str(row.sequence))


def _recorders(folder: Path, figures: dict[str, Any]) -> Told:
    """Each piece that a recorder kept is stored; nothing waits, and nothing was refused for good."""
    stored = {(place, row.sha256) for place, row in _stored()}
    ends = {str(a.uuid): a.clock_seconds(timezone.now()) for a in Attempt.objects.filter(state__in=ENDED)}
    kept = after = 0
    for made in sorted(folder.glob("browser-*/*/*/made.jsonl")):
        attempt = made.parent.name
        for row in (json.loads(line) for line in made.read_text(encoding="utf-8").splitlines()):
            kept += 1
            place = (attempt, "segments", row["track"], str(row["run"]), str(row["sequence"]))
            if (place, row["sha256"]) in stored:
                continue
            if row["end"] > ends.get(attempt, 0.0) and "closed" in _why(made.parent, row):
                after += 1  # the finish was heard before the recorder knew: what it recorded meanwhile is not wanted
            else:
                yield f"recorded, kept by the browser and never stored: {'/'.join(place)}{_why(made.parent, row)}"
        if (made.parent / "failed").exists():
            yield f"{attempt} could not start: {(made.parent / 'failed').read_text()}"
    figures["recorded_pieces"], figures["recorded_after_the_end"] = kept, after


def _why(folder: Path, row: dict[str, Any]) -> str:
    path = folder / "segments" / f"{row['track']}-{row['run']}-{row['sequence']}.json"
    if not path.exists():
        return ""
    aside = json.loads(path.read_text(encoding="utf-8"))["aside"]
    return f" (set aside: {aside})" if aside else " (still waits)"


def _rows(figures: dict[str, Any]) -> Told:
    """Each segment has one set of observations for each photo that it was compared with, and one link, or is unreadable
    for a reason that is not ours."""
    measured = Counter(ObservationSet.objects.values_list("segment_id", "compared_with"))
    sets: dict[int, int] = {}
    for (segment, _), number in measured.items():
        sets[segment] = max(number, sets.get(segment, 0))
    unreadable: Counter[str] = Counter()
    for row in Segment.objects.select_related("track__attempt", "run"):
        if row.unreadable_reason:
            unreadable[row.unreadable_reason] += 1
            if "bytes" in row.unreadable_reason:
                yield f"{'/'.join(_place(row))}: {row.unreadable_reason}"
        elif sets.get(row.pk, 0) != 1:
            yield f"{'/'.join(_place(row))} has {sets.get(row.pk, 0)} sets of observations"
    links = Entry.objects.filter(action__in=STORED).values(
        "chain", "content__track", "content__run", "content__sequence"
    )
    for twice in links.annotate(times=Count("pk")).filter(times__gt=1):
        yield f"a segment has {twice['times']} links: {twice}"
    figures["analysed"] = len(sets)
    figures["unreadable"] = dict(unreadable)


def _accounts(ended: Iterable[Attempt], figures: dict[str, Any]) -> Told:
    """Each second of each required track of each attempt is stored, or in a gap with a reason."""
    by_reason: dict[str, float] = defaultdict(float)
    sums: Counter[str] = Counter()
    for attempt in ended:
        end = attempt.clock_seconds(timezone.now())
        recorded = recorded_spans(attempt)
        for track in attempt.policy.value().required_tracks(attempt.tier):
            rows = list(Gap.objects.filter(attempt=attempt, track=track))
            if [row for row in rows if not row.reason]:
                yield f"{attempt.uuid} {track}: a gap without a reason"
            told = account(
                end=end, stored=recorded.get(track, []), gaps=[Span(row.start_seconds, row.end_seconds) for row in rows]
            )
            if not told.balances:
                yield f"{attempt.uuid} {track} of {end:.1f} s: lost {told.lost}, twice {told.twice}"
            for row in rows:
                by_reason[row.reason] += row.end_seconds - row.start_seconds
            sums.update(whole=told.whole, stored=told.stored, gaps=told.gaps, joins=told.joins)  # type: ignore[call-arg]
    figures["seconds"] = {name: round(value, 1) for name, value in sums.items()}
    figures["gap_seconds"] = {reason: round(seconds, 1) for reason, seconds in sorted(by_reason.items())}
    announced = set(AnnouncedSegment.objects.values_list("attempt__uuid", "track", "run_number", "sequence"))
    there = set(Segment.objects.values_list("track__attempt__uuid", "track__kind", "run__number", "sequence"))
    for missing in sorted(map(str, announced - there)):
        yield f"announced and never stored: {missing}"


def _journal(figures: dict[str, Any]) -> Told:
    chains = list(Chain.objects.all())
    for chain in chains:
        if place := first_broken(chain.subject):
            yield f"chain {chain.subject} is broken at link {place}"
        last = chain.entries.order_by("-sequence").first()
        if last is not None and (last.sequence, last.link) != (chain.length, chain.head):
            yield f"chain {chain.subject} does not end with its head"
    figures["chains"] = len(chains)
    figures["links"] = Entry.objects.count()


def _trust(ended: list[Attempt], twins: int, figures: dict[str, Any]) -> Told:
    """Judged once more, and sent once more without faults, the same evidence gives the same rows."""
    for attempt in ended:
        before, after = judged(attempt), judged_again(attempt)
        if before != after:
            yield f"{attempt.uuid} judged again: {_difference(before, after)}"
    screens = 0
    chosen = ended[:: max(1, len(ended) // max(1, twins))][:twins] if twins else []
    for attempt, twin in sent_again(chosen):
        before, after = judged(attempt), judged(twin)
        screens += not screens_alike(attempt, twin)
        if before != after:
            yield f"{attempt.uuid} sent again as {twin.uuid}: {_difference(before, after)}"
    figures["judged_again"], figures["sent_again"] = len(ended), len(chosen)
    figures["screens_read_otherwise"] = screens
    figures["states"] = dict(Counter(str(judged(attempt)["trust"][0]) for attempt in ended))


def _difference(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Return what differs: of rows only those that stand on one side."""
    told = []
    for name in before:
        if before[name] != after[name]:
            ours, theirs = before[name], after[name]
            told.append(
                f"{name}: {[x for x in ours if x not in theirs]} -> {[x for x in theirs if x not in ours]}"[:900]
            )
    return "; ".join(told)
