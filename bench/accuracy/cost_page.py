"""What analysis costs, on the benchmark's page: from the figures of `oes bench speed`."""

from typing import Any

SPEED = "benchmark-speed.json"
COST_PLOT = "benchmark-cost.svg"
TARGET_MS, TARGET_MB = 10.0, 450.0


def cost_section(figures: dict[str, Any]) -> list[str]:
    """Return the lines of the section; `figures` as `oes bench speed --json` writes them."""
    cost, bare = figures["cpu_ms_per_student_second"], figures["bare_decode_ms_per_student_second"]
    memory = figures["peak_mb"]
    return [
        "## What it costs",
        "",
        "`oes bench speed` on one thread, camera (VGA, VP8, 10 frames a second) with sound (Opus):",
        f"{figures['material']}. Processor: {figures.get('processor', 'not told')}.",
        "Milliseconds depend on the machine; the ratio to bare decoding of the same files in the same run does less:",
        "networks gain more from wider vector instructions than decoding does.",
        "",
        f"![What one second of one student costs](images/{COST_PLOT})",
        "",
        "| measure | value | target |",
        "|---|---|---|",
        f"| processor time for one second of one student | {cost:.1f} ms | {_held(cost, TARGET_MS)} {TARGET_MS:g} ms |",
        f"| the same, as a multiple of bare decoding ({bare:.1f} ms) | {figures['ratio_to_bare_decode']:.2f} | |",
        f"| screen, apart | {figures['screen_ms_per_student_second']:.1f} ms | |",
        f"| students a core at 60 % load | {figures['students_per_core_at_60_percent']:.0f} | |",
        f"| memory, networks of camera and sound | {figures['peak_without_screen_mb']:.0f} MB | |",
        f"| memory, the reader of screens too | {memory:.0f} MB | {_held(memory, TARGET_MB)} {TARGET_MB:g} MB |",
        *_confined(figures),
        *_growth(figures),
        "",
        "By clip, as what happens in front of the camera decides what is looked at:",
        "",
        "| recording | ms for one second |",
        "|---|---|",
        *(f"| {film} | {spent:.1f} |" for film, spent in figures["films"].items()),
        *_rates(figures),
    ]


def _rates(figures: dict[str, Any]) -> list[str]:
    """Return nothing for figures of before other rates were measured."""
    if "rates" not in figures:
        return []
    rows = [
        f"| {row['frames_per_second']} | {row['kbps']} kbit/s | {row['cpu_ms_per_student_second']:.1f} ms | "
        f"{row['bare_decode_ms_per_student_second']:.1f} ms |"
        for row in figures["rates"]
    ]
    return [
        "",
        "The same films in other rates of pictures and bits. A browser need not write the bits that it is asked for:",
        "Chromium 156, asked for 160 kbit/s, writes 66 at ten pictures a second and 32 at five.",
        "",
        "| pictures a second | camera | for one second | bare decoding |",
        "|---|---|---|---|",
        *rows,
    ]


def _confined(figures: dict[str, Any]) -> list[str]:
    """Return nothing for figures of before there was such a process."""
    if "confined_ratio" not in figures:
        return []
    return [
        f"| processor time in the confined process that a worker uses, by that without it | "
        f"{figures['confined_ratio']:.3f} | |"
    ]


def _growth(figures: dict[str, Any]) -> list[str]:
    return [
        f"| after {row['hours']:g} h of recording | {row['cpu_ms_per_student_second']:.1f} ms, rules "
        f"{row['rules_ms_per_student_second']:.3f} ms, {row['peak_mb']:.0f} MB | |"
        for row in figures["growth"]
    ]


def _held(value: float, most: float) -> str:
    return "held: at most" if value <= most else "**missed**: at most"
