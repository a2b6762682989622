"""`oes worker`: processes that claim waiting rows of every stage until they are asked to stop."""

import logging
import multiprocessing
import os
import signal
import time
from argparse import ArgumentParser
from multiprocessing.process import BaseProcess
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, connections

from oes.lib import stages

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.4
PAUSE_AFTER_ERROR_SECONDS = 2.0
TURN = 4
"""Pieces of one stage before the next stage has its turn, so that no stage starves another."""


class Command(BaseCommand):
    help = "Work on what waits: analyse segments, rebuild trust, close silent attempts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--processes", type=int, default=1, help="how many work at once (default 1)")
        parser.add_argument("--once", action="store_true", help="stop when nothing waits")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            stages.check()
        except stages.CannotWork as error:
            raise CommandError(str(error)) from error
        if options["processes"] <= 1:
            work(once=options["once"], parent=None)
        else:
            _supervise(options["processes"])


def work(*, once: bool, parent: int | None) -> None:
    """Do waiting work until SIGTERM or SIGINT, until nothing waits (`once`), or until the parent is gone."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _frame: stopping.append(got))
    log.info("worker started", extra={"pid": os.getpid()})
    all_stages = stages.stages()
    asked: dict[str, float] = {}
    while not stopping and (parent is None or os.getppid() == parent):
        now = time.monotonic()
        due = [s for s in all_stages if once or now - asked.get(s[0], -1e9) >= s[2]]
        busy = [_turn(name, stage, stopping) for name, stage, _ in due]
        asked.update({name: now for (name, _, _), did in zip(due, busy, strict=True) if not did})
        if not any(busy):
            if once:
                return
            close_old_connections()
            time.sleep(IDLE_SECONDS)
    log.info("worker stopped", extra={"pid": os.getpid()})


def _turn(name: str, run_once: stages.Stage, stopping: list[int]) -> bool:
    """Give a stage its turn. A failing piece is logged and left for its next try; the worker goes on."""
    for done in range(TURN):
        try:
            if stopping or not run_once():
                return done > 0
        except Exception:
            log.exception("stage failed", extra={"stage": name})
            connections.close_all()
            time.sleep(PAUSE_AFTER_ERROR_SECONDS)
            return True
    return True


def _supervise(count: int) -> None:
    """Keep `count` working processes alive until asked to stop."""
    context = multiprocessing.get_context("spawn")
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _frame: stopping.append(got))
    children: list[BaseProcess] = []
    while not stopping:
        children = [child for child in children if child.is_alive()]
        while len(children) < count:
            child = context.Process(target=_child, args=(os.getpid(),))
            child.start()
            children.append(child)
        time.sleep(IDLE_SECONDS)
    for process in children:
        process.terminate()
    for process in children:
        process.join()


def _child(parent: int) -> None:
    import django

    django.setup()
    work(once=False, parent=parent)
