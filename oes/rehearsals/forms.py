"""What a rehearsal's page may tell, and what staff may look for."""

import math
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oes.domain.codes import read_code
from oes.recorder.forms import BadBody

SCREENS = frozenset({"", "monitor", "window", "browser", "unverified", "denied", "unsupported"})
MOST_SECONDS = 3600.0
MOST_KBPS = 1e7
MOST_FRAMES = 240.0


def told_of(data: dict[str, Any]) -> dict[str, Any]:
    """Return the measured values of a body, each within its bounds. BadBody otherwise."""
    battery = _number(data, "battery_percent", 100)
    return {
        "seconds": _given(data, "seconds", MOST_SECONDS),
        "late_seconds": _given(data, "late_seconds", MOST_SECONDS),
        "upload_kbps": _number(data, "upload_kbps", MOST_KBPS),
        "frames_per_second": _number(data, "frames_per_second", MOST_FRAMES),
        "battery_percent": None if battery is None else round(battery),
        "charging": _flag(data, "charging"),
        "wake_lock": _flag(data, "wake_lock"),
        "camera": data.get("camera") is True,
        "sound": data.get("sound") is True,
        "screen": _screen(data),
        "local_store": data.get("local_store") is True,
    }


def _given(data: dict[str, Any], name: str, most: float) -> float:
    value = _number(data, name, most)
    if value is None:
        raise BadBody(f"{name} is missing")
    return value


def _number(data: dict[str, Any], name: str, most: float) -> float | None:
    """Return a number of 0 to `most`; a larger one counts as that. None where the browser does not tell."""
    value = data.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value) or value < 0:
        raise BadBody(f"{name} is not a number from 0")
    return float(value) if value < most else most


def _flag(data: dict[str, Any], name: str) -> bool | None:
    value = data.get(name)
    if value is not None and not isinstance(value, bool):
        raise BadBody(f"{name} is neither true nor false")
    return value


def _screen(data: dict[str, Any]) -> str:
    value = data.get("screen", "")
    if not isinstance(value, str) or value not in SCREENS:
        raise BadBody("screen is not one of " + ", ".join(sorted(SCREENS)))
    return value


class CodeForm(forms.Form):
    """The code that a student reads to the helpdesk."""

    code = forms.CharField(label=_("Code of the rehearsal"), max_length=40)

    def clean_code(self) -> str:
        return read_code(self.cleaned_data["code"])
