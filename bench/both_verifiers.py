"""The two verifiers of evidence packs over the same packs: ours in Python, the browsers' in Node."""

import io
import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oes.evidence.links import Finding
from oes.evidence.verify import Report, verify

SCRIPT = Path(__file__).resolve().parent / "verify_packs.js"


@dataclass(frozen=True, slots=True)
class Case:
    """A pack with what its reader trusts: fingerprints, and a receipt or ""."""

    body: bytes
    keys: tuple[str, ...] = ()
    receipt: str = ""


def in_python(case: Case) -> Report:
    return verify(io.BytesIO(case.body), keys=case.keys, receipt=case.receipt)


def in_javascript(cases: Sequence[Case], *flags: str) -> list[Report]:
    """Return what the browsers' verifier says, from one process. `--plain`: without WebCrypto."""
    with tempfile.TemporaryDirectory(prefix="oes-packs-") as folder:
        asked = []
        for number, case in enumerate(cases):
            path = Path(folder) / f"{number}.zip"
            path.write_bytes(case.body)
            asked.append({"path": str(path), "keys": case.keys, "receipt": case.receipt})
        command = ["node", "--no-warnings", str(SCRIPT), *flags]
        done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, timeout=600, check=True)
    return [
        Report(told["outcome"], tuple(Finding(**found) for found in told["findings"]), told["facts"])
        for told in json.loads(done.stdout)
    ]
