"""Is all there, and as it was? Every chain of the journal, and every blob that a row names."""

import hashlib
from dataclasses import dataclass, field

from oes.journal.models import Chain
from oes.journal.services import first_broken
from oes.lib import blobs
from oes.lib.keys import NoKey
from oes.lib.sealed import Unsealable
from oes.retention.archive import PIECE
from oes.retention.stored import named_here


@dataclass(slots=True)
class Checked:
    """What was looked at. `read`: blobs whose plaintext has the hash that its row says; `closed`: there, but the key
    that opens them is not. The lists name what is wrong."""

    chains: int = 0
    links: int = 0
    blobs: int = 0
    read: int = 0
    closed: int = 0
    broken_chains: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not (self.broken_chains or self.missing or self.changed)


def check_all() -> Checked:
    """Check this installation: database, media, and what the keys there are can open."""
    found = Checked()
    for chain in Chain.objects.order_by("pk"):
        found.chains, found.links = found.chains + 1, found.links + chain.length
        if (place := first_broken(chain.subject)) is not None:
            found.broken_chains.append(f"{chain.subject}: link {place}")
    for key, sha256 in named_here():
        _check_blob(key, sha256, found)
    return found


def _check_blob(key: str, sha256: str, found: Checked) -> None:
    found.blobs += 1
    try:
        with blobs.open_blob(key) as file:
            read = hashlib.sha256()
            while piece := file.read(PIECE):
                read.update(piece)
    except NoKey:
        found.closed += 1
    except Unsealable:
        found.changed.append(key)
    except FileNotFoundError:
        found.missing.append(key)
    else:
        if sha256 and read.hexdigest() != sha256:
            found.changed.append(key)
        else:
            found.read += 1
