"""The words of a verifier. `oes verify` prints them; `verify.html` carries them in all languages and says the same."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from oes.evidence.links import Finding
from oes.evidence.verify import Report

MOST_SHOWN = 50
"""So many findings are listed; a pack that was shredded has thousands."""

OUTCOMES = {
    "clean": _("Clean: nothing was changed since the owner of this key signed it."),
    "tampered": _("Tampered with: what is listed here does not hold."),
    "unreadable": _("Unreadable: this cannot be checked."),
    "unsigned": _(
        "Nothing contradicts itself, but who signed is not established: give the fingerprint of the key that the "
        "institution publishes."
    ),
}

SENTENCES = {
    "not_zip": _("The file is no zip, or a part of it is missing or was changed."),
    "not_pack": _("The file is no evidence pack."),
    "other_version": _("The pack was made by a newer version. Take the verifier of that version."),
    "compressed": _("The members are compressed. A pack stores them as they are."),
    "too_large": _("A text in the pack is larger than any that is made."),
    "frame_changed": _("The zip contradicts itself about a member: the file was changed"),
    "link_unreadable": _("A line of the chain cannot be read"),
    "links_missing": _("The chain lacks something"),
    "link_misplaced": _("A line stands in the wrong place: one was inserted, or two were swapped"),
    "link_foreign": _("A line belongs to another attempt"),
    "link_changed": _("A line of the chain was changed"),
    "head_unreadable": _("A signed head is missing or cannot be read"),
    "signature_wrong": _("A signature does not hold, or its key is missing"),
    "links_cut": _("The chain was cut off: more was signed than is here"),
    "head_differs": _("The chain is not the one that was signed"),
    "links_unsigned": _("Nobody signed the end of the chain"),
    "signer_other": _("It was signed with another key than the one you gave"),
    "media_changed": _("The recording was changed"),
    "media_missing": _("The recording is missing"),
    "document_changed": _("A document was changed"),
    "document_missing": _("A document is missing"),
    "member_changed": _("A file was changed"),
    "member_missing": _("A file is missing"),
    "member_unknown": _("A file was added that the chain does not know"),
    "packing_missing": _("The chain does not say what was packed"),
    "receipt_absent": _(
        "The receipt is not in the chain: it was cut or made anew, or the pack is older than the receipt"
    ),
}

PLACES = {
    "link": _("line %(link)s"),
    "links": _("lines %(link)s to %(to)s"),
    "up_to": _("lines up to %(to)s"),
    "stands": _("as line %(stands)s"),
    "time": _("%(start)s to %(end)s"),
    "key": _("key %(key)s"),
    "receipt": _("receipt %(receipt)s"),
    "more": _("… and %(count)s more"),
}

TRACKS = {"camera": _("camera"), "screen": _("screen")}

ABOUT = {
    "organisation": _("Institution"),
    "exam": _("Exam"),
    "student": _("Student"),
    "started_at": _("Started at (UTC)"),
    "ended_at": _("Ended at (UTC)"),
}
"""What a pack says of itself in its manifest."""

FACTS = {
    "subject": _("Attempt"),
    "links": _("Lines of the chain"),
    "segments": _("Recorded segments"),
    "signed_at": _("Signed at (UTC)"),
    "fingerprint": _("Fingerprint of the key"),
    "receipt_link": _("The receipt is line"),
}


def told(report: Report) -> Iterator[str]:
    """Yield what a verifier says, line by line: the outcome, each finding with its place, and what the pack is."""
    yield str(OUTCOMES[report.outcome])
    for finding in report.findings[:MOST_SHOWN]:
        yield f"- {said(finding)}"
    if len(report.findings) > MOST_SHOWN:
        yield f"- {PLACES['more'] % {'count': len(report.findings) - MOST_SHOWN}}"
    yield from (f"{label}: {value}" for label, value in facts_told(report))


def said(finding: Finding) -> str:
    """Return a finding in words, with its place in brackets."""
    places = ", ".join(_places(finding.values))
    return f"{SENTENCES[finding.code]} ({places})" if places else str(SENTENCES[finding.code])


def facts_told(report: Report) -> Iterator[tuple[str, str]]:
    """Yield label and value of what is known of a pack."""
    about = report.facts.get("about", {})
    keys = [*(key for key in ABOUT if key in about), *(key for key in about if key not in ABOUT)]
    yield from ((str(ABOUT.get(key, key)), str(about[key])) for key in keys)
    yield from ((str(label), str(report.facts[key])) for key, label in FACTS.items() if report.facts.get(key))


def _places(values: dict[str, Any]) -> Iterator[str]:
    if "link" in values:
        several = values.get("to", values["link"]) != values["link"]
        yield (PLACES["links"] if several else PLACES["link"]) % values
    elif "to" in values:
        yield PLACES["up_to"] % values
    if "stands" in values:
        yield PLACES["stands"] % values
    if "track" in values:
        yield str(TRACKS.get(values["track"], values["track"]))
    if "start" in values:
        yield PLACES["time"] % {"start": clock(values["start"]), "end": clock(values["end"])}
    yield from (str(values[name]) for name in ("action", "part", "member") if name in values)
    yield from (PLACES[name] % values for name in ("key", "receipt") if name in values)


def clock(seconds: float) -> str:
    """Return a moment of the attempt's clock as 0:01:20."""
    whole = int(seconds // 1)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
