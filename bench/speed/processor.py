"""Which processor figures come from: networks gain from one that adds more numbers at a time."""

from pathlib import Path

WIDEST = {"amx_int8": "AMX", "avx512_vnni": "AVX-512 with VNNI", "avx512f": "AVX-512", "avx2": "AVX2"}
"""What the kernel calls a set of vector instructions, and everybody else; the best first."""


def processor(listing: str | None = None) -> str:
    """Return name and vector instructions of this machine's processor, by the kernel's `listing` of them."""
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8") if listing is None else listing
    told = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in text.splitlines())}
    flags = told.get("flags", "").split()
    vectors = next((name for flag, name in WIDEST.items() if flag in flags), "no wide vectors")
    return f"{told.get('model name', 'unknown processor')}, {vectors}"
