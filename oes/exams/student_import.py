"""Importing students from the text of one table at once: for programs and small rosters. Pages use jobs."""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from oes.accounts.models import Organisation, User
from oes.exams.importing.lines import lines_of
from oes.exams.importing.sheets import rows_of_text
from oes.exams.importing.steps import Action, Coming, Step, of
from oes.exams.importing.students import STUDENTS, StudentImporter
from oes.journal import services as journal


@dataclass(slots=True)
class Plan:
    steps: list[Step]
    new_groups: list[str]
    new_faculties: list[str]

    def of(self, action: Action) -> list[Step]:
        return of(self.steps, action)

    def counts(self) -> dict[str, int]:
        return {action.value: len(self.of(action)) for action in Action}


def plan(*, organisation: Organisation, text: str) -> Plan:
    """Return what an import would do; FileRefused when the table cannot be read."""
    return _plan(StudentImporter(organisation=organisation, period=None, coming=Coming()), text)


@transaction.atomic
def carry_out(*, organisation: Organisation, text: str, by: User) -> Plan:
    """Import what can be imported, judged anew now; refused lines change nothing."""
    importer = StudentImporter(organisation=organisation, period=None, coming=Coming())
    done = _plan(importer, text)
    importer.save(done.steps)
    journal.append(
        subject=organisation.uuid,
        action="students_imported",
        actor=by.uuid,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        **done.counts(),
    )
    return done


def _plan(importer: StudentImporter, text: str) -> Plan:
    steps = importer.plan(lines_of(rows_of_text(text), STUDENTS))
    names = importer.coming.names
    return Plan(steps, sorted(names["groups"]), sorted(names["faculties"]))
