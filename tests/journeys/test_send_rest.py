"""What a closed tab left in a browser is sent days later, without a sign-in; and our server's own absence is seen."""

import hashlib
import json
import signal
import time

import pytest
from playwright.sync_api import expect

from bench.processes import installation
from tests.installations import MODELS
from tests.journeys.conftest import until

WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"
SEED = """
import json
from datetime import timedelta
from django.utils import timezone
from conftest import make_student
from oes.accounts.models import Organisation
from oes.attempts import services as attempts
from oes.attempts.models import Attempt
from oes.exams.models import Enrolment, Exam
from oes.recordings.services import announce, open_run
o = Organisation.objects.create(name="Тараз университеті", is_default=True)
s = make_student(o, "aigerim", "Әділбаева Айгерім", "ИС-21-1")
now = timezone.now()
e = Exam.objects.create(organisation=o, title="Дерекқор", address="http://127.0.0.1:9/", planned_minutes=60,
    opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=2))
opened = attempts.open_attempt(enrolment=Enrolment.objects.create(exam=e, student=s), text_version="1", language="kk",
    user_agent="")
attempt = attempts.start_attempt(attempt=attempts.ready_attempt(attempt=opened, tier="B"))
open_run(attempt=attempt, take_over=True, user_agent="")
token = attempts.mint_token(attempt=attempt, use="upload", lifetime=timedelta(days=7))
announce(attempt=attempt, segments=[dict(track="camera", run=1, sequence=0, sha256={announced!r})])
attempts.end_attempt(attempt=attempt, source="student")
Attempt.objects.update(started_at=now - timedelta(days=3), ended_at=now - timedelta(days=3) + timedelta(minutes=50))
print(json.dumps(dict(attempt=str(attempt.uuid), token=token)))
"""
FILL = """async ({attempt, token, rows}) => {
  const opening = indexedDB.open("oes-recorder", 1);
  const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
  const change = database.transaction(["segments", "bytes", "tokens"], "readwrite");
  change.objectStore("tokens").put({ attempt, token, base: "/api/v1/attempts/" + attempt + "/", expires: 4e12 });
  rows.forEach((row, sequence) => {
    const id = [attempt, "camera", 1, sequence].join("/");
    change.objectStore("segments").put({ id, attempt, track: "camera", run: 1, sequence, type: "video/webm",
      sha256: row.sha256, start: sequence * 8, end: sequence * 8 + 8, added: Date.now(), aside: row.aside });
    change.objectStore("bytes").put({ id, bytes: Uint8Array.from(row.bytes).buffer });
  });
  await new Promise((resolve) => (change.oncomplete = resolve));
  database.close();
}"""


@pytest.mark.browser
def test_the_rest_is_sent_days_later_without_a_sign_in(tmp_path, browser):
    bodies = [WEBM + bytes([number]) * 200 for number in range(3)]
    rows = [
        {"bytes": list(body), "sha256": hashlib.sha256(body).hexdigest(), "aside": "closed" if number == 2 else ""}
        for number, body in enumerate(bodies)
    ]
    with installation(tmp_path, models=MODELS) as own:
        told = own.run("shell", "-v", "0", "-c", SEED.format(announced=rows[0]["sha256"]))
        own.serve()
        page = browser().new_context(locale="en-GB").new_page()
        page.goto(f"{own.url}/send/")
        expect(page.get_by_role("heading", name="Nothing is left in this browser")).to_be_visible()
        page.evaluate(FILL, {**json.loads(told.strip().splitlines()[-1]), "rows": rows})
        page.reload()
        expect(page.get_by_role("heading", name="Everything is sent")).to_be_visible(timeout=15_000)
        expect(page.locator("#rest-aside")).to_be_hidden()
        counted = own.rows("select s.sha256 from recordings_segment s")
        waiting = own.rows("select sha256 from recordings_unannouncedsegment where state = 'waiting' order by sequence")
        assert counted == [(rows[0]["sha256"],)]
        assert waiting == [(row["sha256"],) for row in rows[1:]]

        own.stop("web", signal.SIGKILL)
        time.sleep(5)
        own.serve()
        until(lambda: own.rows("select 1 from recordings_serveroutage"), seconds=10, what="the outage")
        ((kind,),) = own.rows("select kind from recordings_serveroutage")
        assert kind == "away"
