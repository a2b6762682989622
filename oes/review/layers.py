"""The layers that watched an attempt, read from its rows and put in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oes.attempts.models import Attempt
from oes.domain.layers import Heard, Layer, LayerSeen, Presence, layers_seen
from oes.domain.retention import Kind
from oes.domain.tiers import LABELS
from oes.lib.moments import clock_time
from oes.recordings.models import EXAM_TRACKS, ClientEvent, Segment

_SOUND = ("opus", "mp4a", "aac")
_TELLING = (Layer.EMBED, Layer.EXTENSION, Layer.GUARD)
_NAMES: dict[str, Promise] = {
    Layer.CAMERA: gettext_lazy("camera"),
    Layer.MICROPHONE: gettext_lazy("microphone"),
    Layer.SCREEN: gettext_lazy("screen"),
    Layer.EMBED: gettext_lazy("exam's page"),
    Layer.EXTENSION: gettext_lazy("browser extension"),
    Layer.GUARD: gettext_lazy("guard"),
    Layer.SAFE_EXAM_BROWSER: gettext_lazy("Safe Exam Browser"),
}


@dataclass(frozen=True, slots=True)
class Layers:
    """What a report prints: the tier, the layers that were there, and those that were not."""

    tier: str
    present: tuple[str, ...]
    absent: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return both lists in one line."""
        parts = [", ".join(self.present)] if self.present else []
        if self.absent:
            parts.append(_("not: %(names)s") % {"names": ", ".join(self.absent)})
        return "; ".join(parts)


def tier_words(tier: str) -> str:
    """Return a tier with its letter, such as "A: camera and screen"."""
    return f"{tier}: {_(LABELS[tier])}"


def layers_of(attempt: Attempt, now: datetime) -> Layers:
    """Return which layers watched an attempt that has begun. Four queries.

    Where what they told was deleted, nothing is said of those that only told.
    """
    end, grace = attempt.clock_seconds(now), attempt.policy.value().grace_seconds
    told = _told(attempt)
    forgotten = () if told or not _is_deleted(attempt) else _TELLING
    heard = [*told, *_recorded(attempt), *_safe_browser(attempt, end)]
    seen = layers_seen(heard, end_seconds=end, grace_seconds=grace)
    return Layers(
        tier=tier_words(attempt.tier),
        present=tuple(_words(one) for one in seen if one.presence != Presence.ABSENT),
        absent=tuple(
            str(_NAMES[one.layer]) for one in seen if one.presence == Presence.ABSENT and one.layer not in forgotten
        ),
    )


def _is_deleted(attempt: Attempt) -> bool:
    return attempt.deletions.filter(kind=Kind.EVENTS).exclude(done_at=None).exists()


def _words(seen: LayerSeen) -> str:
    name = str(_NAMES[seen.layer])
    if seen.presence == Presence.WHOLE:
        return name
    span = {"name": name, "start": clock_time(seen.first_seconds), "end": clock_time(seen.last_seconds)}
    return _("%(name)s (%(start)s–%(end)s only)") % span


def _told(attempt: Attempt) -> list[Heard]:
    """Return what the programs inside the exam told of: the exam's page has its say until the exam's own end."""
    told = ClientEvent.objects.filter(attempt=attempt).exclude(source=ClientEvent.Source.RECORDER)
    rows = told.values_list("source").annotate(first=Min("at_seconds"), last=Max("at_seconds"))
    ended = attempt.exam_ended_seconds
    return [
        Heard(source, first, float("inf") if source == ClientEvent.Source.EMBED and ended is not None else last)
        for source, first, last in rows.order_by("source")
    ]


def _recorded(attempt: Attempt) -> list[Heard]:
    rows = (
        Segment.objects.filter(track__attempt=attempt, track__kind__in=EXAM_TRACKS)
        .values_list("track__kind", "codecs")
        .annotate(first=Min("started_seconds"), last=Max("ended_seconds"))
        .order_by("track__kind", "codecs")
    )
    heard: dict[str, Heard] = {}
    for kind, codecs, first, last in rows:
        names = [kind, Layer.MICROPHONE] if any(sound in codecs for sound in _SOUND) else [kind]
        for name in names:
            known = heard.get(name, Heard(name, first, last))
            heard[name] = Heard(name, min(first, known.first_seconds), max(last, known.last_seconds))
    return list(heard.values())


def _safe_browser(attempt: Attempt, end: float) -> list[Heard]:
    matched = attempt.safe_browser_checks.passed().exists()
    return [Heard(Layer.SAFE_EXAM_BROWSER, 0.0, end)] if matched else []
