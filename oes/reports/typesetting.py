"""Typst makes the PDFs: it gets data as inputs and pictures as files; nothing is pasted into its source."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

_TEMPLATES = Path(__file__).with_name("typst")


def typeset(template: str, data_of: Callable[[Path], dict[str, Any]], now: datetime) -> bytes:
    """Return a PDF. `data_of` gets the folder of the template, which is gone afterwards, and may put pictures there."""
    with TemporaryDirectory(prefix="oes-pdf-") as name:
        folder = Path(name)
        (folder / "main.typ").write_bytes((_TEMPLATES / template).read_bytes())
        return typst.compile(
            folder / "main.typ",
            root=folder,
            ignore_system_fonts=True,  # the same letters on every machine: Libertinus comes with typst
            sys_inputs={"data": json.dumps(data_of(folder), ensure_ascii=False)},
            timestamp=int(now.timestamp()),
        )
