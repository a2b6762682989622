"""Every attack on an evidence pack is found, its place is named, and clean packs raise no alarm: by both verifiers."""

import io
import json
import random
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest

from bench.packs import Signer, signed, written
from bench.tampering import ATTACKS, Attacked, clean
from oes.evidence.links import Finding
from oes.evidence.verify import Report, verify

CLEAN = 200
TIMES = 20
SCRIPT = Path(__file__).resolve().parent.parent / "verify_packs.js"
TRUE = Signer(b"the institution's own secret key")


def in_javascript(folder: Path, cases: Sequence[tuple[bytes, Sequence[str], str]], *flags: str) -> list[Report]:
    """Return what the browsers' verifier says of packs (bytes, trusted keys, receipt)."""
    asked = []
    for number, (body, keys, receipt) in enumerate(cases):
        path = folder / f"{number}.zip"
        path.write_bytes(body)
        asked.append({"path": str(path), "keys": list(keys), "receipt": receipt})
    command = ["node", "--no-warnings", str(SCRIPT), *flags]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, timeout=60, check=True)
    return [
        Report(told["outcome"], tuple(Finding(**found) for found in told["findings"]), told["facts"])
        for told in json.loads(done.stdout)
    ]


def in_python(body: bytes, keys: Sequence[str], receipt: str = "") -> Report:
    return verify(io.BytesIO(body), keys=keys, receipt=receipt)


def test_no_clean_pack_raises_an_alarm(tmp_path):
    rng = random.Random(1)
    cases = []
    for _ in range(CLEAN):
        parts = clean(rng, TRUE)
        receipt = rng.choice([*parts.receipts(), ""])
        cases.append((written(signed(parts, TRUE)), [TRUE.fingerprint], receipt))
    ours = [in_python(*case) for case in cases]
    assert [report.findings for report in ours if report.outcome != "clean"] == []
    assert list(map(asdict, in_javascript(tmp_path, cases))) == list(map(asdict, ours))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_it_finds_every_attack_and_names_the_place(attack, tmp_path):
    rng = random.Random(attack.__name__)
    attacked = [attack(rng, clean(rng, TRUE), TRUE) for _ in range(TIMES)]
    cases = [(one.body, [TRUE.fingerprint], one.receipt) for one in attacked]
    ours = [in_python(*case) for case in cases]
    assert [one.kind for one, report in zip(attacked, ours, strict=True) if not is_found(one, report)] == []
    assert list(map(asdict, in_javascript(tmp_path, cases))) == list(map(asdict, ours))


def is_found(attacked: Attacked, report: Report) -> bool:
    if report.outcome == "unreadable":
        return attacked.kind == "flip_byte"
    return report.outcome == "tampered" and any(map(attacked.names, report.findings))


def test_a_changed_byte_shows_wherever_it_stands():
    rng = random.Random(3)
    body = written(signed(clean(rng, TRUE), TRUE))
    for place in range(0, len(body), 7):
        changed = bytearray(body)
        changed[place] ^= rng.randint(1, 255)
        assert in_python(bytes(changed), [TRUE.fingerprint]).outcome in ("tampered", "unreadable"), place


def test_nobody_knows_the_signer_whose_key_was_not_given(tmp_path):
    parts = clean(random.Random(4), TRUE)
    body = written(signed(parts, TRUE))
    assert in_python(body, []).outcome == "unsigned"
    assert in_javascript(tmp_path, [(body, [], "")])[0].outcome == "unsigned"
    (finding,) = in_python(body, ["0" * 64]).findings
    assert (finding.code, finding.values) == ("signer_other", {"key": TRUE.fingerprint})


def test_browsers_without_ed25519_come_to_the_same(tmp_path):
    rng = random.Random(5)
    parts = clean(rng, TRUE)
    members = signed(parts, TRUE)
    head = json.loads(members["chain/head.json"])
    forged = {**head, "signature": head["signature"][:-2] + ("00" if head["signature"][-2:] != "00" else "01")}
    bodies = [written(members), written({**members, "chain/head.json": json.dumps(forged).encode()})]
    cases = [(body, [TRUE.fingerprint], "") for body in bodies]
    plain = in_javascript(tmp_path, cases, "--plain")
    assert [report.outcome for report in plain] == ["clean", "tampered"]
    assert list(map(asdict, plain)) == [asdict(in_python(*case)) for case in cases]


@pytest.mark.parametrize("body", [b"", b"PK", b"PK\5\6" + bytes(18), b"no zip at all" * 99, bytes(10_000)])
def test_what_is_no_pack_is_unreadable(body, tmp_path):
    assert in_python(body, []).outcome == "unreadable"
    assert in_javascript(tmp_path, [(body, [], "")])[0].outcome == "unreadable"


def test_a_zip_made_anew_from_the_same_members_is_clean():
    import zipfile

    members, out = signed(clean(random.Random(6), TRUE), TRUE), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    assert in_python(out.getvalue(), [TRUE.fingerprint]).outcome == "clean"
