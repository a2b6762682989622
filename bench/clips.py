"""The two tracks that a load sends."""

from pathlib import Path

from bench.segments import Piece, cut
from demo.clip import camera_pieces
from demo.screen import screen_pieces

SCREEN_LOOP_SECONDS = 64.0


def load_clip(path: Path | None) -> tuple[list[Piece], list[Piece]]:
    """Return camera and screen segments: the camera from a file, or the demo's drawn one."""
    return (cut(path) if path else camera_pieces()), screen_pieces(SCREEN_LOOP_SECONDS)
