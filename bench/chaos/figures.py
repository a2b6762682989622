"""The figures of a run as a part of docs/reliability.md."""

import re
from pathlib import Path

from bench.chaos.run import Outcome

PAGE = "docs/reliability.md"
BEGIN, END = "<!-- figures of make chaos -->", "<!-- end of figures -->"
CHECKED = {
    "attempts": "attempts that came to their end",
    "acknowledged": "segments that the server acknowledged, read back with their hashes",
    "recorded_pieces": "pieces that recorders kept on disk, all of them stored",
    "unannounced": "of these stored after the end without having been announced, waiting for a person",
    "analysed": "segments with exactly one set of observations",
    "links": "links of the journal that hold",
    "judged_again": "attempts judged again from their rows with the same result",
    "sent_again": "attempts sent again without faults with the same result",
    "screens_read_otherwise": "of these whose screen was read at other moments, with the same findings",
    "requests_struck": "requests that met a fault of the line",
}


def figures_text(outcome: Outcome) -> str:
    """Return the part of the page between its marks, in Markdown."""
    told, wanted = outcome.figures, outcome.wanted
    seconds, gaps = told.get("seconds", {}), told.get("gap_seconds", {})
    held = "everything held" if not outcome.problems else f"{len(outcome.problems)} PROBLEMS"
    kinds = [f"| `{kind}` | {number} |" for kind, number in outcome.kinds.items()]
    checks = [f"| {words} | {told[name]} |" for name, words in CHECKED.items() if name in told]
    reasons = [f"| in gaps, `{reason}` | {lost} |" for reason, lost in gaps.items()]
    return "\n".join(
        [
            f"`make chaos FAULTS={wanted.faults} SEED={wanted.seed}`: {held}. Faults and the end of the attempts took "
            f"{told.get('seconds_of_run', 0):.0f} s; disk: {told.get('disk')}, clock: {told.get('clock')}.",
            "", "| faults | number |", "|---|---|", *kinds,
            "", "| checked | number |", "|---|---|", *checks,
            "", "| seconds of tracks | s |", "|---|---|",
            f"| all ({seconds.get('whole', 0) / 3600:.2f} hours) | {seconds.get('whole', 0)} |",
            f"| stored | {seconds.get('stored', 0)} |", *reasons,
            f"| at joins of two recordings, at most half a second each | {seconds.get('joins', 0)} |",
        ]
    )  # fmt: skip


def write_figures(outcome: Outcome, page: Path) -> None:
    """Replace what stands between the marks of the page. ValueError where it has none."""
    text = page.read_text(encoding="utf-8")
    filled, times = re.subn(
        rf"{BEGIN}.*?{END}", lambda _: f"{BEGIN}\n{figures_text(outcome)}\n{END}", text, flags=re.DOTALL
    )
    if times != 1:
        raise ValueError(f"{page} has no place for figures")
    page.write_text(filled, encoding="utf-8")
