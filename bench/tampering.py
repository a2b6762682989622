"""Attacks on an evidence pack, and what finding each of them means: the place that has to be named."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bench.packs import Parts, Signer, made, rechained, repacked, signed, written
from oes.evidence.links import Finding
from oes.evidence.verify import HEAD, LINKS, Report
from oes.lib.canonical import canonical

Names = Callable[[Finding], bool]


@dataclass(frozen=True)
class Attacked:
    """A pack after an attack. `names`: whether a finding names the place; `receipt`: what the student holds, or ""."""

    kind: str
    body: bytes
    names: Names
    receipt: str = ""


def clean(rng: random.Random, signer: Signer) -> Parts:
    """Return the parts of a pack without fault, ready to be zipped."""
    return repacked(made(rng, segments=rng.randint(1, 8)), signers=[signer])


def flip_byte(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    """Change one byte of the file, wherever it stands; the frame may then not be readable at all."""
    body = bytearray(written(signed(parts, signer)))
    body[rng.randrange(len(body))] ^= rng.randint(1, 255)
    return Attacked("flip_byte", bytes(body), lambda finding: True)


def flip_item(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    """Change one byte of one member and zip the rest as it was."""
    members = signed(parts, signer)
    name = rng.choice([name for name, body in members.items() if body and name != LINKS])
    body = bytearray(members[name])
    body[rng.randrange(len(body))] ^= rng.randint(1, 255)
    return Attacked("flip_item", written({**members, name: bytes(body)}), _about(parts, name))


def flip_line(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    """Change one byte of one line."""
    lines = parts.lines()
    place = rng.randrange(len(lines))
    line = bytearray(lines[place])
    line[rng.randrange(len(line))] ^= rng.randint(1, 255)
    lines[place] = bytes(line)
    return _relined("flip_line", parts, signer, lines, _line(place + 1))


def drop_item(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    members = signed(parts, signer)
    name = rng.choice([name for name in members if name != LINKS])
    left = {other: body for other, body in members.items() if other != name}
    return Attacked("drop_item", written(left), _about(parts, name))


def drop_line(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    lines = parts.lines()
    place = rng.randrange(len(lines))
    del lines[place]
    return _relined("drop_line", parts, signer, lines, _line(place + 1))


def swap_media(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    """Let two segments change places."""
    members = signed(parts, signer)
    one, other = rng.sample([name for name in members if name.startswith("media/")], 2)
    swapped = {**members, one: members[other], other: members[one]}
    return Attacked("swap_media", written(swapped), _about(parts, one))


def swap_lines(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    lines = parts.lines()
    place = rng.randrange(len(lines) - 1)
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    return _relined("swap_lines", parts, signer, lines, _line(place + 1, place + 2))


def insert_item(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    """Add a segment that no link tells of."""
    name = f"media/camera/{rng.randint(2, 9)}-{rng.randint(0, 9)}.webm"
    body = written({**signed(parts, signer), name: rng.randbytes(200)})
    return Attacked("insert_item", body, lambda finding: finding.values.get("member") == name)


def insert_line(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    """Put a line of the forger's own between two."""
    lines = parts.lines()
    place = rng.randint(1, len(lines) - 1)
    before = parts.receipts()[place - 1]
    forged = {**parts.links[place], "action": "attempt_resumed", "content": {}, "previous": before}
    lines.insert(place, canonical(forged))
    return _relined("insert_line", parts, signer, lines, _line(place + 1, place + 2))


def retime(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    """Let a segment show other seconds, in its line alone."""
    links, place = list(parts.links), _segment_place(rng, parts)
    links[place] = _moved(links[place])
    lines = [canonical(body) for body in links]
    return _relined("retime", parts, signer, lines, _line(place + 1))


def retime_and_rechain(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    """Let a segment show other seconds and make every hash after it hold again; the signatures stay."""
    links, place = list(parts.links), _segment_place(rng, parts)
    links[place] = _moved(links[place])
    lines = [canonical(body) for body in rechained(links)]
    return _relined("retime_and_rechain", parts, signer, lines, _line(place + 1))


def cut_tail(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    """Cut the last links off and leave the signature."""
    left = rng.randint(1, len(parts.links) - 1)
    return _relined("cut_tail", parts, signer, parts.lines()[:left], _line(left + 1))


def cut_and_resign(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    """Cut the verdict off and sign with a key of the forger's."""
    return _by_another("cut_and_resign", rng, _without_verdict(parts))


def cut_and_resign_truly(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    """Cut the verdict off with the true key: only who was given its receipt can tell."""
    cut = repacked(_without_verdict(parts), signers=[signer])
    receipt = parts.receipts()[-2]
    return Attacked("cut_and_resign_truly", written(signed(cut, signer)), _receipt(receipt), receipt)


def resign_all(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    """Sign every head with another key."""
    return _by_another("resign_all", rng, parts)


def rebuild_truly(rng: random.Random, parts: Parts, signer: Signer) -> Attacked:
    """Rewrite one segment's time, every link after it and every signature, with the true key."""
    links, place = list(parts.links), _segment_place(rng, parts)
    links[place] = _moved(links[place])
    rebuilt = repacked(replace(parts, links=rechained(links)), signers=[signer])
    receipt = parts.receipts()[rng.randint(place, len(links) - 2)]
    return Attacked("rebuild_truly", written(signed(rebuilt, signer)), _receipt(receipt), receipt)


ATTACKS: tuple[Callable[[random.Random, Parts, Signer], Attacked], ...] = (
    flip_byte, flip_item, flip_line, drop_item, drop_line, swap_media, swap_lines, insert_item, insert_line, retime,
    retime_and_rechain, cut_tail, cut_and_resign, cut_and_resign_truly, resign_all, rebuild_truly,
)  # fmt: skip


def is_found(attacked: Attacked, report: Report) -> bool:
    """Return whether an attack was found and its place named; a frame that is broken may be unreadable as a whole."""
    if report.outcome == "unreadable":
        return attacked.kind == "flip_byte"
    return report.outcome == "tampered" and any(map(attacked.names, report.findings))


def _relined(kind: str, parts: Parts, signer: Signer, lines: list[bytes], names: Names) -> Attacked:
    members = {**signed(parts, signer), LINKS: b"".join(line + b"\n" for line in lines)}
    return Attacked(kind, written(members), names)


def _by_another(kind: str, rng: random.Random, parts: Parts) -> Attacked:
    forger = Signer(rng.randbytes(32))
    forged = repacked(parts, signers=[forger])
    return Attacked(
        kind, written(signed(forged, forger)), lambda finding: finding.values.get("key") == forger.fingerprint
    )


def _without_verdict(parts: Parts) -> Parts:
    links = rechained(body for body in parts.links if body["action"] != "verdict_recorded")
    return replace(parts, links=links, signed_at=(parts.signed_at[0], len(links)))


def _segment_place(rng: random.Random, parts: Parts) -> int:
    return rng.choice([place for place, body in enumerate(parts.links) if body["action"] == "segment_stored"])


def _moved(body: dict[str, Any]) -> dict[str, Any]:
    content = body["content"]
    return {**body, "content": {**content, "start": content["start"] + 8, "end": content["end"] + 8}}


def _receipt(receipt: str) -> Names:
    return lambda finding: finding.values.get("receipt") == receipt


def _line(*numbers: int) -> Names:
    """Return whether a finding names one of these lines, or a stretch of them."""

    def names(finding: Finding) -> bool:
        values = finding.values
        first = int(values.get("link", 0))
        stretch = {*range(first, int(values.get("to", first)) + 1), values.get("stands")}
        return not stretch.isdisjoint(numbers)

    return names


def _about(parts: Parts, name: str) -> Names:
    """Return whether a finding is about a member: by the line that tells of it, by its name, or as the signed head."""
    told = [body["sequence"] for body in parts.links if name in _members_of(body)]
    if told:
        return _line(*told)
    if name == HEAD:
        return lambda finding: finding.code in ("head_unreadable", "signature_wrong", "head_differs", "signer_other")
    return lambda finding: finding.values.get("member") == name


def _members_of(body: dict[str, Any]) -> tuple[str, str]:
    content = body["content"]
    segment = f"media/{content.get('track')}/{content.get('run')}-{content.get('sequence')}.webm"
    return segment, f"documents/{content.get('sha256')}.json"
