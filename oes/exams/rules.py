"""What the rules are called on pages, their units and bounds. The rules themselves: `oes.domain.policy`."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oes.domain.policy import DEFAULT_WEIGHTS, Biometrics, FindingsAfter, ProgramUse, ServerTime, Thresholds
from oes.domain.program_lists import INFORMATIVE, OFF, WEIGHS
from oes.domain.retention import LEAST_DAYS, MOST_DAYS, Kind
from oes.domain.violations import KINDS, Grade

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the rules: `path` leads to it in the stored dictionary, `key` names its form field."""

    path: tuple[str, ...]
    label: Text
    unit: Text
    least: float
    most: float
    whole: bool = False

    @property
    def key(self) -> str:
        return "-".join(self.path)


SECONDS, MINUTES, POINTS, KBPS, SHARE = _("seconds"), _("minutes"), _("points"), _("kbit/s"), _("share, 0 to 1")

TIME = (
    Number(("grace_seconds",), _("Free time after “OK”, without effect on trust"), SECONDS, 0, 3600),
    Number(("minimum_seconds",), _("An attempt counts as an exam if it lasted longer than"), SECONDS, 0, 3600),
    Number(("coverage_minimum",), _("Least coverage for a statement about trust"), SHARE, 0.1, 1),
    Number(("silent_minutes",), _("A silent recorder ends the attempt after"), MINUTES, 1, 240),
    Number(("random_checks",), _("Identity checks at random moments"), _("per attempt"), 0, 20, whole=True),
    Number(("random_challenges",), _("Liveness requests at random moments"), _("per attempt"), 0, 10, whole=True),
)
RECORDING = (
    Number(("camera_frames_per_second",), _("Camera, pictures"), _("per second"), 1, 30, whole=True),
    Number(("camera_kbps",), _("Camera"), KBPS, 30, 2000, whole=True),
    Number(("sound_kbps",), _("Sound (0: none)"), KBPS, 0, 128, whole=True),
    Number(("screen_kbps",), _("Screen"), KBPS, 20, 2000, whole=True),
    Number(("segment_seconds",), _("Length of a segment"), SECONDS, 4, 16),
)
COUNTER = (
    Number(
        ("most_violations",),
        _("Maximum of violations that the student is told (0: none)"),
        _("per attempt"),
        0,
        1000,
        whole=True,
    ),
)
_DAYS = _("days")
KEEPING = tuple(
    Number((f"keep_{kind}_days",), label, _DAYS, LEAST_DAYS, MOST_DAYS, whole=True)
    for kind, label in (
        (Kind.MEDIA, _("Recordings of camera, sound and screen")),
        (Kind.MEASURES, _("What was measured in them, numbers of faces included")),
        (Kind.EVENTS, _("What the student's computer told")),
        (Kind.PICTURES, _("Pictures of evidence and checks")),
        (Kind.RESULTS, _("The attempt with trust, ledger and verdict")),
        (Kind.PHOTOS, _("Reference photos, after the student's last attempt")),
    )
)
_THRESHOLD_LABELS: dict[str, Text] = {
    "face_score": _("A face is found from this score on"),
    "weak_face_score": _("A lowered or turned head is found from this score on"),
    "face_least_share": _("The student's face has at least this share of its usual width"),
    "second_face_score": _("A second face is found from this score on"),
    "second_face_least_share": _("A second face has at least this share of the first one's width"),
    "second_head_score": _("A second head without visible features is found from this score on"),
    "second_head_least_share": _("A second head has at least this share of the first one's width"),
    "same_person_cosine": _("Same person from this likeness on"),
    "other_person_cosine": _("Another person below this likeness"),
    "other_person_ratio": _("Another person below this share of the student's usual likeness"),
    "other_person_cosine_most": _("… but never above this likeness"),
    "substitution_least_frames": _("Pictures that must agree on a substitution"),
    "compared_yaw_degrees": _("Faces are compared up to this turn of the head"),
    "turned_yaw_degrees": _("Turned away sideways from"),
    "turned_pitch_degrees": _("Turned away up or down from"),
    "turned_presence": _("Features of a face are visible from this score on"),
    "black_brightness": _("Camera covered below this brightness"),
    "dark_brightness": _("Poor light below this brightness"),
    "blocked_contrast": _("Camera covered below this contrast"),
    "blocked_detail": _("Camera covered below this detail"),
    "frozen_change_brightness": _("Camera frozen up to this change of a block"),
    "frozen_change_share": _("Camera frozen up to this change, as a share of the contrast"),
    "frozen_motion_share": _("Camera frozen up to this motion, as a share of the contrast"),
    "frozen_seconds": _("Camera frozen after"),
    "loop_seconds": _("A film is shown again if so much of it comes back"),
    "loop_ratio": _("A film is shown again up to this share of its own movement"),
    "loop_cosine": _("A film is shown again from this likeness of the movement on"),
    "border_score": _("Lines beside the face count from this strength on"),
    "border_seconds": _("Lines that move with the face are looked for over"),
    "border_least_frames": _("Pictures with lines beside the face, at least"),
    "border_moved_share": _("The face moves by this share of its width, at least"),
    "border_slip_share": _("Lines move with the face up to this share of its width"),
    "shown_screen_score": _("A screen around the face is found from this score on"),
    "shown_least_seconds": _("A picture held to the camera, at least"),
    "missed_face_seconds": _("A face may be missed in a still picture for"),
    "moved_motion": _("Somebody comes or leaves above this motion"),
    "challenge_step_seconds": _("Liveness request, time for each step"),
    "challenge_turn_degrees": _("Liveness request, the head is turned from"),
    "challenge_relief_ratio": _("Liveness request, a face has depth from"),
    "challenge_closed_ratio": _("Liveness request, eyes are closed below this share of their opening"),
    "absent_least_seconds": _("Nobody in front of the camera, at least"),
    "second_least_seconds": _("Second person, at least"),
    "substitution_least_seconds": _("Another person, at least"),
    "turned_least_seconds": _("Turned away, at least"),
    "window_least_seconds": _("Other window, at least"),
    "blocked_least_seconds": _("Camera covered, at least"),
    "dark_least_seconds": _("Poor light, at least"),
    "speech_score": _("Speech is heard from this score on"),
    "speech_kept_score": _("Speech goes on while it has this score"),
    "speech_tail_seconds": _("Taken off the end of speech, which is heard for too long"),
    "speech_pause_seconds": _("A pause in speech lasts up to"),
    "speech_word_seconds": _("A word, at least"),
    "speech_least_seconds": _("Speech within one violation, at least"),
    "uniform_contrast": _("Shared screen empty below this contrast"),
    "uniform_least_seconds": _("Shared screen empty, at least"),
    "messenger_least_words": _("Entries of the list that show a messenger"),
    "remote_control_least_words": _("Entries of the list that show remote control"),
    "words_least_seconds": _("Listed words on the screen, at least"),
    "exam_hidden_least_seconds": _("The exam is not on the screen, at least"),
    "join_gap_seconds": _("Moments of one kind become one violation across gaps up to"),
}
_SUFFIXES: dict[str, tuple[Text, float, float]] = {
    "score": (_("score, 0 to 1"), 0, 1),
    "presence": (_("score, 0 to 1"), 0, 1),
    "share": (SHARE, 0, 1),
    "ratio": (SHARE, 0, 1),
    "cosine": (_("likeness, −1 to 1"), -1, 1),
    "most": (_("likeness, −1 to 1"), -1, 1),
    "degrees": (_("degrees"), 1, 90),
    "seconds": (SECONDS, 0, 600),
    "frames": (_("pictures"), 1, 100),
    "words": (_("entries"), 1, 20),
    "brightness": (_("of 255"), 0, 255),
    "motion": (_("of 255"), 0, 255),
}


def _threshold(name: str, example: Any) -> Number:
    unit, least, most = _SUFFIXES.get(name.rpartition("_")[2], ("", 0, 1000))
    label = _THRESHOLD_LABELS.get(name, name.replace("_", " "))
    return Number(("thresholds", name), label, unit, least, most, whole=isinstance(example, int))


THRESHOLDS = tuple(_threshold(field.name, getattr(Thresholds(), field.name)) for field in fields(Thresholds))

WEIGHING = tuple(
    kind for kind in KINDS.values() if kind.key in DEFAULT_WEIGHTS or kind.grade in (Grade.PROVISIONAL, Grade.MEASURED)
)
"""The kinds that may lower trust; the others always weigh 0, so the form does not offer them."""


def weights_of(kind: str) -> tuple[Number, Number, Number]:
    """Return the three numbers of a kind: for each time, for each second, at most."""
    path = ("weights", kind)
    return (
        Number((*path, "per_event"), _("each time"), POINTS, 0, 100),
        Number((*path, "per_second"), _("each second"), POINTS, 0, 10),
        Number((*path, "cap"), _("at most per attempt"), POINTS, 0, 100),
    )


@dataclass(frozen=True, slots=True)
class WordList:
    """A list of entries that the screen is searched for: `path` leads to it in the stored dictionary."""

    path: tuple[str, ...]
    label: Text
    help_text: Text

    @property
    def key(self) -> str:
        return "-".join(self.path)


_ENTRIES = _(
    "One entry in each line, in Latin letters. A single word counts in titles and short lines; "
    "several words count anywhere."
)
PROGRAM_USES: dict[ProgramUse, Text] = {
    ProgramUse.OFF: _("not used"),
    ProgramUse.OPTIONAL: _("offered; the exam can be sat without it"),
    ProgramUse.REQUIRED: _("required; without it the exam does not begin"),
}
"""Whether a program beside the recorder's page is asked for."""
SERVER_TIMES: dict[ServerTime, Text] = {
    ServerTime.OFF: _("nothing; it stands in the report"),
    ServerTime.OFFER: _("staff are asked whether to give it back"),
    ServerTime.GIVE: _("it is given back by itself while the attempt runs"),
}
BIOMETRICS: dict[Biometrics, Text] = {
    Biometrics.ON: _("a program compares them"),
    Biometrics.CHOICE: _("the student chooses before each attempt"),
    Biometrics.OFF: _("a person compares them; no biometric numbers are computed"),
}
FINDINGS_AFTER: dict[FindingsAfter, Text] = {
    FindingsAfter.ANALYSIS: _("when the exam has closed and everything is analysed"),
    FindingsAfter.VERDICT: _("when a person’s verdict has been released as well"),
}
WORD_LISTS = (
    WordList(("screen_words", "remote_control"), _("Words that show remote control"), _ENTRIES),
    WordList(("screen_words", "messenger"), _("Words that show a messenger"), _ENTRIES),
    WordList(
        ("exam_words",),
        _("Words that show the exam"),
        _("Its address or title in Latin letters, one in each line. Empty: nobody checks whether the exam is visible."),
    ),
)
SEVERITIES: tuple[tuple[str, Text], ...] = (
    (OFF, _("not looked for")),
    (INFORMATIVE, _("for information, does not weigh")),
    (WEIGHS, _("a violation that weighs")),
)
"""What a running program of a list means."""


def all_numbers() -> Iterator[Number]:
    yield from (*TIME, *RECORDING, *COUNTER, *KEEPING)
    for kind in WEIGHING:
        yield from weights_of(kind.key)
    yield from THRESHOLDS


def value_at(rules: dict[str, Any], path: tuple[str, ...]) -> Any:
    """Return the value at a path; 0 for a kind that has no weight."""
    for step in path:
        rules = rules.get(step, {})
    return 0 if rules == {} else rules
