"""`oes extension build --origin URL`: the browser extension of this deployment."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from oes.integrations.extension.build import build, public_key
from oes.integrations.extension.manifest import BROWSERS, BadOrigin, checked_origin, chromium_id
from oes.lib.extensions import key_folder


class Command(BaseCommand):
    help = "Build the browser extension for one deployment: folders to load and zip files to hand in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["build"])
        parser.add_argument("--origin", required=True, help="where students reach OES, such as https://exam.example.kz")
        parser.add_argument("--out", type=Path, help="folder to write to; the extension folder of the data by default")
        parser.add_argument("--browser", choices=[*BROWSERS, "both"], default="both")
        parser.add_argument("--store", action="store_true", help="without the key: the Chrome Web Store gives its own")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            origin = checked_origin(options["origin"])
        except BadOrigin as error:
            raise CommandError(str(error)) from error
        out = options["out"] or key_folder() / "built"
        wanted = BROWSERS if options["browser"] == "both" else (options["browser"],)
        try:
            key = public_key(key_folder())
            built = [build(one, origin=origin, out=out, key=None if options["store"] else key) for one in wanted]
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        for one in built:
            self.stdout.write(f"{one.browser}: {one.folder} and {one.zip_file}")
        if "chromium" in wanted and not options["store"]:
            self.stdout.write(f"Id in Chromium browsers: {chromium_id(key)} (this installation knows it)")
        self.stdout.write(f"It speaks to {origin} and to nothing else.")
