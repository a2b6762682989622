"""What a scripted recorder keeps on disk, as the page does in the browser: stored first, deleted on 2xx only."""

import hashlib
import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]
ANNOUNCED = ("track", "run", "sequence", "sha256", "start", "end")


class Queue:
    """Segments and events of one attempt that are not yet acknowledged. A killed process leaves whole rows or none."""

    def __init__(self, folder: Path) -> None:
        self._segments, self._events = folder / "segments", folder / "events"
        self._made = folder / "made.jsonl"
        for one in (self._segments, self._events):
            one.mkdir(parents=True, exist_ok=True)

    def add_segment(self, row: Row, body: bytes) -> Row:
        """Keep a recorded piece: bytes first, then the row that makes it count."""
        name = _name(row)
        _write(self._segments / f"{name}.webm", body)
        kept = {**row, "sha256": hashlib.sha256(body).hexdigest(), "aside": ""}
        _write(self._segments / f"{name}.json", json.dumps(kept).encode())
        with self._made.open("a", encoding="utf-8") as file:
            file.write(json.dumps(kept) + "\n")
        return kept

    def segments(self) -> list[Row]:
        """Return what waits: checks before the rest, else the oldest first."""
        rows = [row for row in _rows(self._segments) if not row["aside"]]
        return sorted(rows, key=lambda row: (not row["track"].startswith("check_"), row["added"]))

    def aside(self) -> list[Row]:
        """Return what the server refused for good."""
        return [row for row in _rows(self._segments) if row["aside"]]

    def made(self) -> list[Row]:
        """Return every piece that was ever kept here."""
        return [json.loads(line) for line in _text(self._made).splitlines() if line.endswith("}")]

    def body(self, row: Row) -> bytes | None:
        try:
            return (self._segments / f"{_name(row)}.webm").read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, row: Row) -> None:
        for ending in ("json", "webm"):
            (self._segments / f"{_name(row)}.{ending}").unlink(missing_ok=True)

    def set_aside(self, row: Row, code: str) -> None:
        _write(self._segments / f"{_name(row)}.json", json.dumps({**row, "aside": code}).encode())

    def manifest(self) -> list[Row]:
        """Return what the server is told of segments that are still to come."""
        return [{name: row[name] for name in ANNOUNCED} for row in self.segments()]

    def add_event(self, row: Row) -> None:
        _write(self._events / f"{row['run_key']}-{row['sequence']:06}.json", json.dumps(row).encode())

    def events(self) -> list[Row]:
        return sorted(_rows(self._events), key=lambda row: (row["added"], row["sequence"]))

    def remove_events(self, rows: list[Row]) -> None:
        for row in rows:
            (self._events / f"{row['run_key']}-{row['sequence']:06}.json").unlink(missing_ok=True)


def _name(row: Row) -> str:
    return f"{row['track']}-{row['run']}-{row['sequence']}"


def _write(path: Path, body: bytes) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(body)
    part.replace(path)


def _rows(folder: Path) -> list[Row]:
    found = []
    for path in folder.glob("*.json"):
        text = _text(path)
        if text:
            found.append(json.loads(text))
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
