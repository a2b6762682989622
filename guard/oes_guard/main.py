"""The command: a window, or `--headless` with a code."""

import argparse
import importlib
import signal
import sys
import time

from oes_guard import __version__, words
from oes_guard.agent import Agent
from oes_guard.client import Client, WrongAddress
from oes_guard.platforms import Platform, UnsupportedSystem, here


def main(arguments: list[str] | None = None) -> None:
    """Run the guard; the process ends with 0 when the exam took it, 1 when not, 2 for wrong arguments."""
    options = _parser().parse_args(arguments)
    try:
        platform = here()
    except UnsupportedSystem:
        _refuse(options)
        sys.exit(1)
    if not options.headless:
        from oes_guard.window import Window

        Window(platform=platform, language=options.language, server=options.server, code=options.code).run()
        return
    if not options.code or not options.server:
        _parser().error("--headless needs --code and --server")
    sys.exit(0 if _headless(options, platform) else 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="oes-guard", description=__doc__)
    parser.add_argument("--headless", action="store_true", help="without a window; what is told goes to stdout")
    parser.add_argument("--server", default=default_server(), help="https address of the OES server")
    parser.add_argument("--code", default="", help="the code that the exam's page shows")
    parser.add_argument("--language", choices=words.LANGUAGES, default=words.own_language())
    parser.add_argument("--version", action="version", version=__version__)
    return parser


def default_server() -> str:
    """Return the address that an institution built in, or nothing."""
    try:
        return str(importlib.import_module("oes_guard._server").SERVER)
    except ImportError:
        return ""


def _headless(options: argparse.Namespace, platform: Platform) -> bool:
    def say(key: str, **values: str) -> None:
        if words.says(key):
            _line(words.sentence(options.language, key, **values))

    try:
        client = Client(options.server)
    except WrongAddress:
        say("wrong_address")
        return False
    agent = Agent(client=client, platform=platform, say=say)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: agent.stop())
    return agent.run(options.code)


def _refuse(options: argparse.Namespace) -> None:
    sentence = words.sentence(options.language, "unsupported")
    if options.headless:
        _line(sentence)
    else:
        from tkinter import messagebox

        messagebox.showerror(words.sentence(options.language, "title"), sentence)


def _line(text: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')}  {text}\n")
    sys.stdout.flush()
