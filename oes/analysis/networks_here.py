"""The networks of this process, loaded once."""

import hashlib
from functools import lru_cache

from django.conf import settings

from oes.analysis.listening import Listener, load_listener
from oes.analysis.measure import Measurer, load_measurer
from oes.analysis.model_files import model_files, verify
from oes.analysis.reading import Reader, load_reader
from oes.lib.stages import CannotWork


def check_networks() -> None:
    """Refuse to work without the right network files. Raises CannotWork with a sentence that says what to do."""
    if problems := verify(settings.OES_MODELS_DIR):
        raise CannotWork(f"{problems[0]} Run `oes models` to fetch the network files.")


@lru_cache(maxsize=1)
def measurer() -> Measurer:
    """Return the process's measurer. Raises ModelFileError with a sentence that says what to do."""
    return load_measurer(settings.OES_MODELS_DIR)


@lru_cache(maxsize=1)
def listener() -> Listener:
    """Return the process's listener. Raises ModelFileError with a sentence that says what to do."""
    return load_listener(settings.OES_MODELS_DIR)


@lru_cache(maxsize=1)
def screen_reader() -> Reader:
    """Return the process's reader of screens. It is loaded for the first screen that needs it."""
    return load_reader(settings.OES_MODELS_DIR)


@lru_cache(maxsize=1)
def analysis_version() -> str:
    """Return what measured: the number of the measuring code and one hash over all network files."""
    files = "".join(sorted(entry.sha256 for entry in model_files().values()))
    return f"4:{hashlib.sha256(files.encode()).hexdigest()[:16]}"
