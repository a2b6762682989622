"""Pre-commit hooks without a download: `python -m scripts.hooks large-files|private-keys|merge-marks FILE...`."""

import sys
from collections.abc import Callable
from pathlib import Path

LIMIT_BYTES = 500 * 1024
# Put together here, so that this file does not find itself.
PRIVATE_KEY = b"-----BEGIN " + b"%s" + b"PRIVATE KEY-----"
PRIVATE_KEYS = [PRIVATE_KEY % kind for kind in (b"", b"RSA ", b"EC ", b"DSA ", b"OPENSSH ", b"ENCRYPTED ")]
MERGE_MARKS = (b"<" * 7 + b" ", b">" * 7 + b" ")


def is_large(path: Path) -> bool:
    return path.stat().st_size > LIMIT_BYTES


def has_private_key(path: Path) -> bool:
    body = path.read_bytes()
    return any(key in body for key in PRIVATE_KEYS)


def has_merge_marks(path: Path) -> bool:
    return any(line.startswith(MERGE_MARKS) for line in path.read_bytes().splitlines())


HOOKS: dict[str, Callable[[Path], bool]] = {
    "large-files": is_large,
    "private-keys": has_private_key,
    "merge-marks": has_merge_marks,
}


def main(arguments: list[str]) -> int:
    """Name the files that the hook refuses; return 1 when there is one."""
    hook, *names = arguments
    refused = [name for name in names if Path(name).is_file() and HOOKS[hook](Path(name))]
    for name in refused:
        sys.stderr.write(f"{name}: refused by {hook}\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
