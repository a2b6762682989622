"""An environment of its own for each peer: made on demand, pinned, never part of the product's."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

INSTALL_SECONDS = 900
READY = "installed"


class NotInstalled(Exception):
    """A peer's environment could not be made. The message tells why, as pip said it."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A system to compare with. `packages` are all it needs, pinned; none of them brings others along."""

    key: str
    name: str
    licences: str
    script: str
    packages: tuple[str, ...]


PEERS = (
    Peer(
        "face_recognition",
        "face_recognition (dlib)",
        "MIT, with dlib-bin 20.0.1.post1 (BSL-1.0)",
        "of_dlib.py",
        (
            "face_recognition==1.3.0",
            "dlib-bin==20.0.1.post1",
            "face_recognition_models==0.3.0",
            "click==8.5.1",
            "numpy==2.4.6",
            "pillow==13.0.0",
            "setuptools==80.9.0",
        ),
    ),
    Peer(
        "mediapipe",
        "MediaPipe FaceLandmarker",
        "Apache-2.0",
        "of_mediapipe.py",
        (
            "mediapipe==0.10.21",
            "absl-py==2.5.1",
            "attrs==26.1.0",
            "contourpy==1.3.3",
            "cycler==0.12.1",
            "flatbuffers==25.12.19",
            "fonttools==4.68.0",
            "kiwisolver==1.5.1",
            "matplotlib==3.11.2",
            "numpy==1.26.4",
            "opencv-contrib-python-headless==4.11.0.86",
            "packaging==26.3",
            "pillow==13.0.0",
            "protobuf==4.25.9",
            "pyparsing==3.3.3",
            "python-dateutil==2.9.0.post0",
            "six==1.17.0",
        ),
    ),
    Peer(
        "opencv",
        "OpenCV FaceDetectorYN and FaceRecognizerSF",
        "Apache-2.0",
        "of_opencv.py",
        ("opencv-python-headless==4.12.0.88", "numpy==2.2.6"),
    ),
)


def python_of(peer: Peer, root: Path, *, install: bool) -> Path:
    """Return the interpreter of a peer's environment inside `root`; makes it where it is missing or outdated.

    Raises NotInstalled; with `install` false whenever it is not there yet.
    """
    folder = root / peer.key
    stamp, wanted = folder / READY, _digest(peer)
    if not (stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted):
        if not install:
            raise NotInstalled("not installed, and nothing is to be fetched")
        _make(peer, folder)
        stamp.write_text(wanted, encoding="utf-8")
    return _python(folder)


def _make(peer: Peer, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _call([sys.executable, "-m", "venv", str(folder)])
    pip = [str(_python(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    _call([*pip, "--no-deps", *peer.packages])


def _call(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    except subprocess.CalledProcessError as error:
        lines = [line for line in (error.stderr or "").splitlines() if line.startswith("ERROR")]
        raise NotInstalled(lines[-1] if lines else "its environment could not be made") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalled(f"its environment could not be made: {type(error).__name__}") from error


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def _digest(peer: Peer) -> str:
    told = "\n".join((sys.version, *peer.packages))
    return hashlib.sha256(told.encode()).hexdigest()
