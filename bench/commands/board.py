"""`oes bench board`: how long the registrar's board takes to open in a session of full size."""

import json
import re
import statistics
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from argparse import ArgumentParser
from datetime import timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from rich.console import Console
from rich.table import Table

from bench.appeals_filled import fill
from bench.processes import NotReady, installation

HELP = "the registrar's board on a session of 466 exams and 3000 students, the secretary's with 300 appeals"
MOST_MS = 200.0
PAGES = {"board": "", "plan": "plan/", "what is ready": "exams/", "what waits": "waiting/", "slots": "slots/"}
APPEALS = {"appeals": "/appeals/board/?view=all&period=", "statistics of appeals": "/appeals/statistics/?period="}
HELD = ("board", "appeals")
"""What must open within MOST_MS."""
PLAIN = "/account/"
"""A page of the same shell that reads next to nothing: what the others are compared with."""
HALF = timedelta(days=10)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--times", type=int, default=20, help="how often each page is opened (20)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--inside", action="store_true", help="used by itself: fill the database of OES_DATA_DIR")


def run(options: dict[str, Any]) -> None:
    if options["inside"]:
        sys.stdout.write(json.dumps(_filled()))
        return
    try:
        with (
            tempfile.TemporaryDirectory(prefix="oes-board-") as folder,
            installation(Path(folder), models=settings.OES_MODELS_DIR) as own,
        ):
            told = json.loads(own.run("bench", "board", "--inside"))
            own.serve()
            figures = _measured(own.url, told, max(1, options["times"]))
    except (NotReady, OSError) as error:
        raise CommandError(str(error)) from error
    _print(figures)
    if options["json"]:
        options["json"].write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if any(figures[name]["p50_ms"] > MOST_MS for name in HELD):
        raise CommandError(f"MISSED: the boards open in at most {MOST_MS:g} ms")


def _filled() -> dict[str, str]:
    """Make the session, and move it so that half of it lies ahead: the board has all its parts then."""
    from django.db.models import F

    from demo.session import running
    from demo.session.sizes import FULL
    from oes.exams.models import Exam, ExamPeriod, ExamSlot

    password = "board-of-the-bench"
    told = running.run(FULL, password=password)
    Exam.objects.update(opens_at=F("opens_at") + HALF, closes_at=F("closes_at") + HALF)
    for slot in ExamSlot.objects.order_by("-starts_at"):  # the last first: two never begin at once
        slot.starts_at, slot.ends_at = slot.starts_at + HALF, slot.ends_at + HALF
        slot.save()
    ExamPeriod.objects.update(starts_on=F("starts_on") + HALF, ends_on=F("ends_on") + HALF)
    fill(ExamPeriod.objects.get(uuid=told["period"]))
    return {"period": told["period"], "login": "registrar", "password": password}


def _measured(url: str, told: dict[str, str], times: int) -> dict[str, Any]:
    opener = _signed_in(url, told)
    appeals = {name: path + told["period"] for name, path in APPEALS.items()}
    pages = {"plain page": PLAIN} | {name: f"/board/{told['period']}/{path}" for name, path in PAGES.items()} | appeals
    figures: dict[str, Any] = {}
    for name, path in pages.items():
        opener.open(url + path).read()
        spent = [_one(opener, url + path) for _ in range(times)]
        ordered = sorted(spent)
        figures[name] = {
            "p50_ms": round(statistics.median(spent), 1),
            "p95_ms": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
        }
    for row in figures.values():
        row["times_the_plain_page"] = round(row["p50_ms"] / figures["plain page"]["p50_ms"], 1)
    return figures


def _one(opener: urllib.request.OpenerDirector, address: str) -> float:
    start = time.perf_counter()
    opener.open(address).read()
    return (time.perf_counter() - start) * 1000


def _signed_in(url: str, told: dict[str, str]) -> urllib.request.OpenerDirector:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = opener.open(f"{url}/sign-in/?system=administration").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    form = {
        "csrfmiddlewaretoken": token[1] if token else "", "system": "administration", "username": told["login"],
        "password": told["password"],
    }  # fmt: skip
    answer = opener.open(f"{url}/sign-in/?system=administration", urllib.parse.urlencode(form).encode())
    if "/sign-in/" in answer.geturl():
        raise CommandError("The registrar could not sign in.")
    return opener


def _print(figures: dict[str, Any]) -> None:
    table = Table(title="Pages of a session with 466 exams, 1910 subjects, 3000 students, 300 appeals")
    for name in ("page", "ms, p50", "ms, p95", "times the plain page"):
        table.add_column(name, justify="left" if name == "page" else "right")
    for name, row in figures.items():
        table.add_row(name, f"{row['p50_ms']:g}", f"{row['p95_ms']:g}", f"{row['times_the_plain_page']:g}")
    Console().print(table)
    for name in HELD:
        held = "held" if figures[name]["p50_ms"] <= MOST_MS else "MISSED"
        Console().print(f"{held}: {name} opens in at most {MOST_MS:g} ms")
