"""The register of personal data: what every field of every model holds about people, and for how long.

Each app has a `personal.toml` beside its models. Of a model it says `kept` (a key of `KEPT`), `whose` (the fields that
join the row to a person), `none` (those that say nothing about anybody), and of each other field what it holds;
`... | events` where that is kept otherwise than the row.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model

from oes.domain.policy import Policy
from oes.domain.retention import Kind, days_of

OTHERWISE = {
    "by_hand": "until somebody deletes it by hand: no rule does",
    "import": "30 days after the import has ended; what nobody confirmed is cancelled after 7 days",
    "hour": "an hour, and up to a day until the row is deleted",
    "installation": "as long as the installation",
    "next": "a minute, and until the next one",
    "proof": "as long as the installation, as a proof",
    "rehearsal": "180 days",
    "session": "365 days after the end of the exam session, and up to a day until the row is deleted",
    "what_ifs": "30 days",
    "year": "365 days, and up to a day until the row is deleted",
}
SENSITIVE = ("biometric", "health", "face", "IIN", "video", "head and eyelids")
"""Words by which the DPIA finds what is sensitive."""
KINDS = {
    Kind.MEDIA: "the segments of camera, sound and screen, and the files that players get",
    Kind.MEASURES: "what the machine measured in them, the numbers of faces included",
    Kind.EVENTS: "what recorder, exam page, extension and guard told; which browser; access tokens",
    Kind.PICTURES: "pictures of evidence, of identity checks, screens and liveness requests",
    Kind.RESULTS: "the attempt itself: consent, checks, violations, trust, ledger, verdicts, answers, holds. "
    "Whatever is left of the others goes with it",
    Kind.PHOTOS: "a student's reference photos and the numbers of their faces, counted from the last attempt; "
    "never while an exam lies ahead",
}
VAGUE = {"when", "until when", "why", "how well", "what exactly", "by how much", "where in the picture"}
"""Says something in its row only."""
_FROM = {Kind.PHOTOS: "after the student's last attempt"}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one field. `what` is empty for a field without personal data; `whose` joins to a person."""

    field: str
    what: str
    kept: str
    whose: bool = False


def kept_words() -> dict[str, str]:
    """Return what each key of `kept` means; the days are those that an installation begins with."""
    days = days_of(Policy())
    rules = {str(kind): f"{days[kind]} days {_FROM.get(kind, 'after the attempt')} (rules: `{kind}`)" for kind in Kind}
    return {**rules, **OTHERWISE}


def register() -> dict[str, list[Told]]:
    """Return what is told of each model, by its label."""
    return {
        f"{app.label}.{name}": list(_told(entry))
        for app in apps.get_app_configs()
        if app.name.startswith("oes.")
        for name, entry in _entries(Path(app.path)).items()
    }


def fields_of(model: type[Model]) -> set[str]:
    return {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}


def complaints(model: type[Model], told: list[Told]) -> list[str]:
    """Return what is wrong with what is told of a model."""
    names = [one.field for one in told]
    found = [f"nothing is told of {name}" for name in sorted(fields_of(model) - set(names))]
    found += [f"there is no field {name}" for name in sorted(set(names) - fields_of(model))]
    found += [f"{name} is told twice" for name in sorted({name for name in names if names.count(name) > 1})]
    return found + [f"{one.field}: kept {one.kept!r}?" for one in told if one.kept not in kept_words()]


def fields_table() -> str:
    """Return what the models hold about people, by how long it is kept; fields without personal data are left out."""
    rows = ["| model | what its fields hold | kept |", "|---|---|---|"]
    for label, told in register().items():
        held = [one for one in told if one.what]
        for kept in dict.fromkeys(one.kept for one in held):
            what = "; ".join(f"`{one.field}` {one.what}" for one in held if one.kept == kept)
            rows.append(f"| {label} | {what} | {kept_words()[kept]} |")
        if not held:
            rows.append(f"| {label} | none{_joined(told)} | {kept_words()[told[0].kept]} |")
    return "\n".join(rows)


def purposes_table() -> str:
    """Return all that is held about people, by how long it is kept."""
    rows = ["| kept | what | models |", "|---|---|---|"]
    by_kept: dict[str, dict[str, set[str]]] = {}
    for label, told in register().items():
        for one in told:
            if one.what and one.what not in VAGUE:
                what = by_kept.setdefault(one.kept, {})
                what.setdefault(one.what, set()).add(label.partition(".")[2])
    for kept in (key for key in kept_words() if key in by_kept):
        models = sorted(set[str]().union(*by_kept[kept].values()))
        rows.append(f"| {kept_words()[kept]} | {'; '.join(by_kept[kept])} | {', '.join(models)} |")
    return "\n".join(rows)


def sensitive_table() -> str:
    """Return the fields that need a reason of their own in law: biometric numbers, health, identity numbers."""
    rows = ["| field | what | kept |", "|---|---|---|"]
    for label, told in register().items():
        marked = [one for one in told if any(word in one.what for word in SENSITIVE)]
        rows += [f"| {label}.{one.field} | {one.what} | {kept_words()[one.kept]} |" for one in marked]
    return "\n".join(rows)


def keeping_table() -> str:
    """Return the kinds of data that are deleted by the rules, with the days that an installation begins with."""
    rows = ["| kind | what it is | days, at first |", "|---|---|---|"]
    days = days_of(Policy())
    return "\n".join([*rows, *(f"| `{kind}` | {KINDS[kind]} | {days[kind]} |" for kind in Kind)])


def _joined(told: list[Told]) -> str:
    whose = [one.field for one in told if one.whose]
    return f", but whose it is (`{'`, `'.join(whose)}`)" if whose else ""


def _entries(folder: Path) -> dict[str, Any]:
    path = folder / "personal.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _told(entry: dict[str, str]) -> Iterator[Told]:
    kept = entry.get("kept", "")
    for name, text in entry.items():
        if name in ("none", "whose"):
            yield from (Told(field, "", kept, whose=name == "whose") for field in text.split())
        elif name != "kept":
            what, _, other = text.partition(" | ")
            yield Told(name, what, other or kept)
