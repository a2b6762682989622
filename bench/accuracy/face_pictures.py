"""Portraits to embeddings, as the product makes them, and lists of pairs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.accuracy.conditions import AS_IT_IS, changed
from bench.accuracy.listed import Line, check_value, read_list
from bench.accuracy.tools import Terminal, Tools, read_rgb
from bench.accuracy.verification import Gallery, Labelled
from oes.analysis.comparing import comparable
from oes.analysis.networks.yunet import FoundFace
from oes.analysis.photos import faces_of_photo

NUMBERS = 128
LEAST_SHARE = 0.4
"""Of the widest face: a set's person stands in the middle, but not as a dot in the background."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Names of two pictures inside the set's folder `images`; the first folder of a name is the person."""

    a: str
    b: str
    same: bool
    protocol: str = ""


def read_pairs(path: Path, check: Callable[[Line], None] = lambda line: None) -> tuple[list[Pair], dict[str, str]]:
    """Return the pairs of a list whose pictures can be used, and what is left out."""

    def pair_checked(line: Line) -> None:
        check_value(line, "same", ("0", "1"))
        check(line)

    def pictures(line: Line) -> list[Path]:
        return [path.parent / "images" / line[side] for side in ("a", "b")]

    listed = read_list(path, ("a", "b", "same"), pictures=pictures, check=pair_checked)
    pairs = [Pair(line["a"], line["b"], line["same"] == "1", line.get("protocol") or "") for line in listed.lines]
    return pairs, listed.left_out


def person_of(name: str) -> str:
    return Path(name).parts[0]


def gallery_of(
    names: Iterable[str],
    folder: Path,
    tools: Tools,
    terminal: Terminal,
    *,
    condition: str = AS_IT_IS,
    people: Mapping[str, str] | None = None,
) -> Gallery:
    """Return the embeddings of whom each picture shows in its middle, by name of the picture. 20 ms each.

    `people`: picture -> person, where it is not the first folder of the name.
    """
    ordered = sorted(set(names))
    embeddings = np.full((len(ordered), NUMBERS), np.nan, dtype=np.float32)
    usable = np.zeros(len(ordered), dtype=bool)
    for i, name in enumerate(terminal.steps(ordered, f"faces, {condition}")):
        rgb, faces = faces_of_photo(changed(read_rgb(folder / name), condition), tools.measurer)
        if faces:
            face = in_the_middle(faces, rgb)
            embeddings[i] = tools.measurer.sface.embedding(rgb, points=face.points)
            usable[i] = comparable(face)
    whom = [people[name] if people else person_of(name) for name in ordered]
    return Gallery(tuple(ordered), tuple(whom), embeddings, usable)


def in_the_middle(faces: Sequence[FoundFace], rgb: np.ndarray) -> FoundFace:
    """Return the face nearest to the middle of the picture: that is whom face sets name."""
    widest = max(face.box[2] for face in faces)
    middle = np.array([rgb.shape[1], rgb.shape[0]]) / 2

    def off(face: FoundFace) -> float:
        x, y, width, height = face.box
        return float(np.hypot(*(np.array([x + width / 2, y + height / 2]) - middle)))

    return min((face for face in faces if face.box[2] >= LEAST_SHARE * widest), key=off)


def similarities_of(pairs: Sequence[Pair], references: Gallery, probes: Gallery) -> np.ndarray:
    """Return the cosine of each pair, NaN where a face was not found."""
    left = {name: i for i, name in enumerate(references.pictures)}
    right = {name: i for i, name in enumerate(probes.pictures)}
    return np.array([references.embeddings[left[p.a]] @ probes.embeddings[right[p.b]] for p in pairs])


def as_the_product(pairs: Sequence[Pair], references: Gallery, probes: Gallery) -> list[float | None]:
    """Return the cosine of each pair, None where the product would not compare the second picture."""
    usable = dict(zip(probes.pictures, probes.usable, strict=True))
    found = similarities_of(pairs, references, probes)
    return [
        float(cosine) if usable[pair.b] and not np.isnan(cosine) else None
        for pair, cosine in zip(pairs, found, strict=True)
    ]


def labelled(pairs: Sequence[Pair]) -> list[Labelled]:
    return [(person_of(pair.a), person_of(pair.b), pair.same) for pair in pairs]
