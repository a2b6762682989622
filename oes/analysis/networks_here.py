"""The network files that this server has: checked before work begins, and named in every set of measures."""

import hashlib
from functools import lru_cache

from django.conf import settings

from oes.analysis.model_files import model_files, verify
from oes.lib.stages import CannotWork


def check_networks() -> None:
    """Refuse to work without the right network files. Raises CannotWork with a sentence that says what to do."""
    if problems := verify(settings.OES_MODELS_DIR):
        raise CannotWork(f"{problems[0]} Run `oes models` to fetch the network files.")


@lru_cache(maxsize=1)
def analysis_version() -> str:
    """Return what measured: the number of the measuring code and one hash over all network files."""
    files = "".join(sorted(entry.sha256 for entry in model_files().values()))
    return f"4:{hashlib.sha256(files.encode()).hexdigest()[:16]}"
