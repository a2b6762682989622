"""`oes retention`: what is due to be deleted; without --dry-run it is deleted."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from oes.owndata.erasure import due_erasures
from oes.retention.expiry import delete_next, tidy
from oes.retention.queries import due_attempts, due_photos


class Command(BaseCommand):
    help = "Delete what the rules keep no longer, as the worker does every hour. Holds are respected."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="delete nothing, only say what would be")

    def handle(self, *args: Any, **options: Any) -> None:
        now, held, kinds = timezone.now(), 0, 0
        for row in due_attempts(now):
            told = ", ".join(f"{kind} ({row.days[kind]} days)" for kind in row.kinds)
            word = "held" if row.held else "due"
            self.stdout.write(f"attempt {row.attempt.uuid}, ended {row.since:%Y-%m-%d}: {word}: {told}")
            held, kinds = held + row.held, kinds + (0 if row.held else len(row.kinds))
        asked = list(due_erasures(now))
        for request in asked:
            self.stdout.write(f"attempt {request.attempt.uuid}: due: asked for by the student, and granted")
        students = [student for student, _ in due_photos(now)]
        for student in students:
            self.stdout.write(f"student {student.uuid}: due: photos")
        self.stdout.write(f"{kinds + len(asked) + len(students)} due, {held} attempts held")
        if options["dry_run"]:
            return
        done = 0
        while delete_next():
            done += 1
        tidy()
        self.stdout.write(f"{done} deleted")
