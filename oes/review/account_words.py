"""Tracks, causes, sources, places and lengths of the account in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oes.domain.technical import Cause
from oes.domain.timeline import KnownBy
from oes.lib.moments import clock_time
from oes.recordings.models import FaultLine, TrackKind

_TRACKS = {TrackKind.CAMERA: gettext_lazy("Web camera"), TrackKind.SCREEN: gettext_lazy("Screen")}
_CAUSES = {
    Cause.NETWORK: gettext_lazy("Connection"),
    Cause.POWER: gettext_lazy("Power"),
    Cause.DEVICE: gettext_lazy("Device"),
    Cause.SERVER: gettext_lazy("Our server"),
}
_SOURCES = {
    KnownBy.RECORDER: gettext_lazy("told by the recorder’s page"),
    KnownBy.SERVER: gettext_lazy("seen by the server"),
    KnownBy.INFERRED: gettext_lazy("inferred"),
}
CLOCKS_AGREE_SECONDS = 2.0


def track_words(track: str) -> str:
    return str(_TRACKS.get(TrackKind(track), track))


def cause_words(cause: str) -> str:
    return str(_CAUSES[Cause(cause)])


def source_words(known_by: str) -> str:
    return str(_SOURCES[KnownBy(known_by)])


def place_words(start_seconds: float, end_seconds: float) -> str:
    """Return a place on the attempt's clock: 00:01:05 – 00:02:00, or one moment."""
    start, end = clock_time(start_seconds), clock_time(end_seconds)
    return start if start == end else f"{start} – {end}"


def length_words(seconds: float) -> str:
    """Return a length as "2 min 5 s", rounded to seconds; what is shorter than half a second is 0 s."""
    whole = int(seconds + 0.5)
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return _("%(n)d s") % {"n": rest}
    return _("%(m)d min %(n)d s") % {"m": minutes, "n": rest}


def detail_of(fault: FaultLine) -> str:
    """Return by how much a clock was moved, in brackets; nothing for other faults."""
    if fault.reason != "clock_moved":
        return ""
    try:
        seconds = float(fault.detail)
    except ValueError:
        return ""
    sign = "+" if seconds > 0 else "\N{MINUS SIGN}"
    return f" ({sign}{length_words(abs(seconds))})"


def clocks_words(offset_seconds: float | None) -> str:
    """Return how the two wall clocks stand to each other; nothing where the browser told none."""
    if offset_seconds is None:
        return ""
    if abs(offset_seconds) < CLOCKS_AGREE_SECONDS:
        return _("The clocks of the computer and of the server agree.")
    length = length_words(abs(offset_seconds))
    if offset_seconds > 0:
        return _("The computer’s clock is %(length)s ahead of the server’s.") % {"length": length}
    return _("The computer’s clock is %(length)s behind the server’s.") % {"length": length}


def cause_counts(lines: "list[FaultLine]") -> str:
    """Return how many faults there were by cause, as one line of a report: "Our server: 2 (1 min 5 s); ..."."""
    parts = []
    for cause in Cause:
        own = [line for line in lines if line.cause == cause]
        if own:
            seconds = sum(line.end_seconds - line.start_seconds for line in own)
            count = ngettext("%(n)d fault", "%(n)d faults", len(own)) % {"n": len(own)}
            parts.append(f"{cause_words(cause)}: {count}, {length_words(seconds)}")
    return "; ".join(parts)
