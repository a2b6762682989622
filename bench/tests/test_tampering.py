"""Every attack on an evidence pack is found, its place is named, and clean packs raise no alarm: by both verifiers."""

import io
import json
import random
import struct
import zipfile
import zlib
from dataclasses import asdict

from bench.both_verifiers import Case, in_javascript, in_python
from bench.packs import Signer, signed, written
from bench.tampering import ATTACKS, clean, is_found
from oes.evidence.words import told

CLEAN = 200
TIMES = 20
TRUE = Signer(b"the institution's own secret key")
TRUSTED = (TRUE.fingerprint,)


def both(cases: list[Case]) -> list:
    """Return what both verifiers say, which has to be the same."""
    ours = [in_python(case) for case in cases]
    assert list(map(asdict, in_javascript(cases))) == list(map(asdict, ours))
    return ours


def test_no_clean_pack_raises_an_alarm():
    rng = random.Random(1)
    cases = []
    for _ in range(CLEAN):
        parts = clean(rng, TRUE)
        cases.append(Case(written(signed(parts, TRUE)), TRUSTED, rng.choice([*parts.receipts(), ""])))
    assert [report.findings for report in both(cases) if report.outcome != "clean"] == []


def test_it_finds_every_attack_and_names_the_place():
    rng = random.Random(2)
    attacked = [attack(rng, clean(rng, TRUE), TRUE) for attack in ATTACKS for _ in range(TIMES)]
    reports = both([Case(one.body, TRUSTED, one.receipt) for one in attacked])
    assert [one.kind for one, report in zip(attacked, reports, strict=True) if not is_found(one, report)] == []


def test_a_changed_byte_shows_wherever_it_stands():
    rng = random.Random(3)
    body = written(signed(clean(rng, TRUE), TRUE))
    for place in range(0, len(body), 7):
        changed = bytearray(body)
        changed[place] ^= rng.randint(1, 255)
        assert in_python(Case(bytes(changed), TRUSTED)).outcome in ("tampered", "unreadable"), place


def test_nobody_knows_the_signer_whose_key_was_not_given():
    body = written(signed(clean(random.Random(4), TRUE), TRUE))
    unpinned, other = both([Case(body), Case(body, ("0" * 64,))])
    assert unpinned.outcome == "unsigned"
    (finding,) = other.findings
    assert (finding.code, finding.values) == ("signer_other", {"key": TRUE.fingerprint})


def test_browsers_without_ed25519_come_to_the_same():
    members = signed(clean(random.Random(5), TRUE), TRUE)
    head = json.loads(members["chain/head.json"])
    forged = {**head, "signature": head["signature"][:-2] + ("00" if head["signature"][-2:] != "00" else "01")}
    changed = {**members, "chain/head.json": json.dumps(forged).encode()}
    cases = [Case(written(one), TRUSTED) for one in (members, changed)]
    plain = in_javascript(cases, "--plain")
    assert [report.outcome for report in plain] == ["clean", "tampered"]
    assert list(map(asdict, plain)) == [asdict(in_python(case)) for case in cases]


def test_what_is_no_pack_is_unreadable():
    bodies = [b"", b"PK", b"PK\5\6" + bytes(18), b"no zip at all" * 99, bytes(10_000)]
    assert {report.outcome for report in both([Case(body) for body in bodies])} == {"unreadable"}


def test_a_zip_made_anew_from_the_same_members_is_clean():
    members, out = signed(clean(random.Random(6), TRUE), TRUE), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    (report,) = both([Case(out.getvalue(), TRUSTED)])
    assert report.outcome == "clean"


def with_fields(body: bytes, fields: dict[str, bytes]) -> bytes:
    """Return a zip whose directory has a further field at some members."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        start, names = archive.start_dir, archive.namelist()
    directory, place = b"", start
    for name in names:
        field = fields.get(name, b"")
        head = bytearray(body[place : place + 46])
        place += 46 + len(name)
        struct.pack_into("<H", head, 30, len(field))
        directory += bytes(head) + name.encode() + field
    count = len(names)
    return body[:start] + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), start, 0)


def field_of(key: int, content: bytes) -> bytes:
    return struct.pack("<HH", key, len(content)) + content


def test_fields_that_rename_a_member_for_some_zip_programs_are_found():
    body = written(signed(clean(random.Random(7), TRUE), TRUE))
    one, other = "media/camera/1-0.webm", "media/camera/1-1.webm"
    swapped = {
        name: field_of(0x7075, struct.pack("<BL", 1, zlib.crc32(name.encode())) + other_name.encode())
        for name, other_name in ((one, other), (other, one))
    }
    times = field_of(0x5455, b"\x01" + bytes(4))
    cases = [with_fields(body, fields) for fields in (swapped, {one: field_of(0xCAFE, b"A")}, {one: times + times})]
    plain, *bad = both([Case(with_fields(body, {one: times}), TRUSTED), *(Case(case, TRUSTED) for case in cases)])
    assert plain.outcome == "clean"
    assert [{f.code for f in report.findings} for report in bad] == [{"frame_changed"}] * 3


def test_places_beyond_every_file_are_unreadable():
    body = written(signed(clean(random.Random(8), TRUE), TRUE))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        start, first = archive.start_dir, archive.namelist()[0]
    far = bytearray(with_fields(body, {first: field_of(1, struct.pack("<Q", 2**64 - 5))}))
    struct.pack_into("<L", far, start + 42, 0xFFFFFFFF)
    (report,) = both([Case(bytes(far), TRUSTED)])
    assert [finding.code for finding in report.findings] == ["not_zip"]


def test_a_number_beyond_all_bounds_is_no_json():
    members = signed(clean(random.Random(9), TRUE), TRUE)
    lines = members["chain/links.jsonl"]
    cases = [lines.replace(b'"start":8.0', word, 1) for word in (b'"start":1e999', b'"start":1' + b"0" * 400)]
    assert lines not in cases
    reports = both([Case(written({**members, "chain/links.jsonl": case}), TRUSTED) for case in cases])
    assert ["link_unreadable" in {f.code for f in report.findings} for report in reports] == [True, True]
    assert all(list(told(report)) for report in reports)
