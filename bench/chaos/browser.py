"""A browser of the fault test: one process with several tabs, each a student's place that sits attempt after attempt.

Run as `python -m bench.chaos.browser FOLDER`. It reads FOLDER/places.json, keeps its queues under FOLDER, and takes
orders as lines of JSON on its input: {"kill": place, "seconds": until it is opened again}, {"wall": place, "off": s}.
A SIGKILL at any moment is what it is made for: started again, it goes on where its folder says.
"""

import json
import random
import sys
import threading
import time
from pathlib import Path
from typing import Any

from bench.chaos.line import TabKilled
from bench.chaos.page import CannotStart, Page
from bench.chaos.pieces import Pieces
from bench.chaos.queue import Queue
from bench.client import RecorderClient

ANSWER_SECONDS = 8.0


class Place(threading.Thread):
    """One student's place: attempts one after another, each reloaded as often as its tab is killed."""

    def __init__(self, told: dict[str, Any], *, url: str, folder: Path, pieces: Pieces) -> None:
        super().__init__(daemon=True)
        self.number, self._attempts = told["place"], told["attempts"]
        self._url, self._folder, self._pieces = url, folder, pieces
        self._chance = random.Random(f"{told['seed']}/{self.number}")
        self._page: Page | None = None
        self._away = 0.0
        self.wall_off = 0.0

    def kill(self, seconds: float) -> None:
        """Kill the tab; the student opens it again after so many seconds."""
        self._away = seconds
        if self._page is not None:
            self._page.line.kill()

    def set_wall(self, off: float) -> None:
        """Set the device's calendar wrong by so many seconds."""
        self.wall_off = off
        if self._page is not None:
            self._page.events.wall_off = off

    def run(self) -> None:
        for told in self._attempts:
            folder = self._folder / told["attempt"]
            if not (folder / "done").exists():
                if (self._folder.parent / "last").exists() and not folder.exists():
                    return  # the faults are over: what has begun is ended, nothing new begins
                self._sit(told, folder)

    def _sit(self, told: dict[str, Any], folder: Path) -> None:
        queue = Queue(folder)
        while True:
            self._page = Page(
                queue=queue, client=lambda: self._client(told), pieces=self._pieces, tier=told["tier"],
                chance=self._chance,
            )  # fmt: skip
            self._page.events.wall_off = self.wall_off
            try:
                self._page.sit(told["seconds"])
            except TabKilled:
                time.sleep(self._away)
                continue
            except CannotStart as refused:
                (folder / "failed").write_text(str(refused))
            (folder / "done").touch()
            return

    def _client(self, told: dict[str, Any]) -> RecorderClient:
        return RecorderClient(base_url=self._url, attempt=told["attempt"], token=told["token"], timeout=ANSWER_SECONDS)


def main(folder: Path) -> None:
    """Run every place of the folder's browser until all are done."""
    told = json.loads((folder / "places.json").read_text())
    pieces = Pieces(Path(told["pieces"]))
    places = {
        one["place"]: Place(
            {**one, "seed": told["seed"]}, url=told["url"], folder=folder / str(one["place"]), pieces=pieces
        )
        for one in told["places"]
    }
    threading.Thread(target=_obey, args=(places,), daemon=True).start()
    for place in places.values():
        place.start()
    for place in places.values():
        place.join()


def _obey(places: dict[int, Place]) -> None:
    for line in sys.stdin:
        order = json.loads(line)
        if "kill" in order:
            places[order["kill"]].kill(order["seconds"])
        else:
            places[order["wall"]].set_wall(order["off"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
