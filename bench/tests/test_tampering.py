"""Every attack on an evidence pack is found, its place is named, and clean packs raise no alarm: by both verifiers."""

import io
import json
import random
import zipfile
from dataclasses import asdict

from bench.both_verifiers import Case, in_javascript, in_python
from bench.packs import Signer, signed, written
from bench.tampering import ATTACKS, clean, is_found

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
    told = {**members, "chain/head.json": json.dumps(forged).encode()}
    cases = [Case(written(one), TRUSTED) for one in (members, told)]
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
