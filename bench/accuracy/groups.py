"""How an institution's own groups fare: faces found, one person recognised, two people told apart."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.accuracy.face_pictures import gallery_of
from bench.accuracy.group_list import Portrait
from bench.accuracy.intervals import by_people
from bench.accuracy.rows import HUNDRED_PAIRS, STILL, Outcome, Row
from bench.accuracy.tools import Terminal, Tools
from bench.accuracy.verification import Gallery, Scores, compare


def group_rows(portraits: Sequence[Portrait], folder: Path, tools: Tools, terminal: Terminal) -> Outcome:
    """Return four rows for each group; the condition of a row is the name of its group."""
    people = {portrait.picture: portrait.person for portrait in portraits}
    embedded = gallery_of(people, folder, tools, terminal, people=people)
    listed = {portrait.picture: portrait for portrait in portraits}
    ordered = [listed[picture] for picture in embedded.pictures]
    rows: list[Row] = []
    for group in sorted({portrait.group for portrait in ordered}):
        own = [i for i, portrait in enumerate(ordered) if portrait.group == group]
        rows += _rows(group, own, ordered, embedded, tools)
    return Outcome(rows)


def _rows(
    group: str, own: Sequence[int], portraits: Sequence[Portrait], embedded: Gallery, tools: Tools
) -> Iterator[Row]:
    everyone = embedded.only(own)
    probes = [i for i in own if not portraits[i].reference]
    references = embedded.only([i for i in own if portraits[i].reference])
    scores = compare(references, embedded.only(probes)) if probes else compare(everyone, everyone)
    limits = tools.thresholds
    yield _found_row(group, everyone)
    yield _same_row(group, scores, limits.same_person_cosine)
    yield _accused_row(group, scores, limits.other_person_cosine)
    yield _confused_row(group, scores, limits.same_person_cosine)


def _found_row(group: str, everyone: Gallery) -> Row:
    found = ~np.isnan(everyone.embeddings[:, 0])
    low, high = by_people(np.array(everyone.people), found)
    return Row(
        detector="face found",
        condition=group,
        kind=STILL,
        n=len(found),
        recall=float(found.mean()),
        low=low,
        high=high,
        note=f"{len(set(everyone.people))} people",
    )


def _same_row(group: str, scores: Scores, threshold: float) -> Row:
    accepted = scores.same >= threshold
    low, high = by_people(scores.whose, accepted)
    share = float(accepted.mean()) if len(accepted) else None
    return Row(
        detector="one person recognised",
        condition=group,
        kind=STILL,
        n=len(accepted),
        recall=share,
        low=low,
        high=high,
        note=f"from a cosine of {threshold:g} on",
    )


def _accused_row(group: str, scores: Scores, threshold: float) -> Row:
    return _wrong_row("one person taken for two", group, scores.same < threshold, scores.whose, f"below {threshold:g}")


def _confused_row(group: str, scores: Scores, threshold: float) -> Row:
    note = f"from {threshold:g} on"
    return _wrong_row("two people taken for one", group, scores.other >= threshold, scores.others, note)


def _wrong_row(detector: str, group: str, wrong: np.ndarray, whose: np.ndarray, note: str) -> Row:
    low, high = by_people(whose, wrong)
    share = float(wrong.mean()) if len(wrong) else None
    return Row(
        detector=detector,
        condition=group,
        kind=STILL,
        n=len(wrong),
        false_alarms_per_hour=None if share is None else 100 * share,
        false_alarms=int(wrong.sum()),
        per=HUNDRED_PAIRS,
        measure="wrong pairs",
        value=share,
        low=low,
        high=high,
        note=note,
    )
