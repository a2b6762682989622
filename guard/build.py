"""Build the guard as one file for the system this runs on: `python build.py --server https://oes.example.kz`.

Run it in a fresh virtual environment with `pip install .[build]`. PyInstaller builds for its own system only: the
Windows program is built on Windows. With --server the students need not type the address.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT_IN = HERE / "oes_guard" / "_server.py"
START = HERE / "build" / "start.py"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", default="", help="https address that the window begins with")
    options = parser.parse_args()
    START.parent.mkdir(exist_ok=True)
    START.write_text("from oes_guard.main import main\n\nmain()\n", encoding="utf-8")
    try:
        if options.server:
            sys.path.insert(0, str(HERE))
            from oes_guard.client import server_address

            BUILT_IN.write_text(f"SERVER = {server_address(options.server)!r}\n", encoding="utf-8")
        _run_pyinstaller(built_in=bool(options.server))
    finally:
        BUILT_IN.unlink(missing_ok=True)


def _run_pyinstaller(*, built_in: bool) -> None:
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--onefile", "--name", "oes-guard"]
    command += ["--paths", str(HERE), "--hidden-import", f"oes_guard.platforms.{system}"]
    command += ["--distpath", str(HERE / "dist"), "--workpath", str(HERE / "build"), "--specpath", str(HERE / "build")]
    if built_in:
        command += ["--hidden-import", "oes_guard._server"]
    if system != "linux":  # a console would stand beside the window; --headless is for Linux
        command.append("--windowed")
    subprocess.run([*command, str(START)], check=True, cwd=HERE)


if __name__ == "__main__":
    main()
