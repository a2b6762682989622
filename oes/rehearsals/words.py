"""A rehearsal in plain sentences: what works, and what to do about the rest."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oes.domain.rehearsal import Finding
from oes.recorder import texts


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the result: `state` is good, note or bad."""

    part: str
    state: str
    text: str


_WORDS: dict[str, str | Promise] = {
    "camera_works": _("The camera works."),
    "camera_smooth": _("The camera works: {value} pictures a second."),
    "camera_halting": _(
        "The picture halts: {value} pictures a second. The exam can be sat; better close programs that you do not need."
    ),
    "camera_weak": _(
        "This device is too slow for video: {value} pictures a second. It takes one picture a second instead."
    ),
    "camera_too_slow": _(
        "The picture halts too much: {value} pictures a second. Close all other programs, plug in the charger, then "
        "try again; if that does not help, use another computer."
    ),
    "camera_missing": _("No camera could be used: plug one in or allow it in the browser, then try again."),
    "face_unknown": _(
        "The picture of your face was not looked at in time. Sit with light on your face, and try again later."
    ),
    "sound_good": _("The microphone works."),
    "sound_none": _("No microphone: that is all right, it is not required."),
    "screen_monitor": _("The entire screen can be shared."),
    "screen_unverified": _("The screen can be shared; your browser does not say whether it is the entire one."),
    "screen_unsupported": _(
        "This device cannot share its screen. It is enough where an exam allows the camera alone; else take a computer."
    ),
    "screen_needed": _("This device cannot share its screen, and exams here ask for it: take a computer."),
    "screen_not_shared": _(
        "The entire screen was not shared: try again, and choose “Entire screen” in the window that opens."
    ),
    "line_good": _("The connection is fast enough: {value} kbit/s."),
    "line_low": _("The connection is slow ({value} kbit/s): the exam is recorded in lower quality. Nothing is lost."),
    "line_slow": _(
        "The connection is too slow ({value} kbit/s). Go nearer to the Wi-Fi or use a cable, and stop other downloads. "
        "If it stays so, you will have to wait after the exam until everything is sent."
    ),
    "line_nothing": _("Nothing reached the server: check the connection, then try again."),
    "awake_good": _("The screen stays on by itself."),
    "awake_not": _("The browser cannot keep the screen on: set the device so that the screen does not go dark."),
    "battery_charging": _("The charger is plugged in."),
    "battery_full": _("The battery holds {value} %. Plug in the charger for the exam."),
    "battery_short": _("The battery holds only {value} %: plug in the charger for the exam."),
    "battery_low": _("The battery is low ({value} %): plug in the charger now."),
    "store_none": _(
        "This browser keeps nothing on its disk: with a bad connection seconds of the recording may be missing. Use an "
        "ordinary window, not a private one."
    ),
}


def line_of(finding: Finding) -> Line:
    """Return a finding in words; those on the face are the recorder's own."""
    words = _WORDS.get(finding.key) or texts.sentences()[finding.key]
    value = "" if finding.value is None else f"{finding.value:.0f}"
    return Line(finding.part, str(finding.state), str(words).replace("{value}", value))
