"""Members vote and change their votes, from two places each, while the vote is ended: with real processes."""

import json
import time

import pytest

from bench.processes import Installation, installation

MEMBERS = 9
"""One of them, the chair, never votes: the vote ends at its deadline only."""
SEED = f"""
from datetime import timedelta
from django.utils import timezone
from oes.accounts.models import Organisation, User
from oes.appeals.models import Appeal, AppealLine, Commission, CommissionMember, PanelMember
from oes.exams.models import Exam, ExamPeriod, Student, StudyGroup

org = Organisation.objects.get_or_create(is_default=True, defaults={{"name": "Taraz University"}})[0]
now = timezone.now()
period = ExamPeriod.objects.create(organisation=org, title="Winter", starts_on=now.date(), ends_on=now.date())
exam = Exam.objects.create(
    organisation=org, period=period, title="Physics", opens_at=now - timedelta(hours=3), closes_at=now
)
group = StudyGroup.objects.create(organisation=org, code="A-1")
student = Student.objects.create(
    organisation=org, user=User.objects.create(organisation=org, username="s"), full_name="S", study_group=group,
    record_book_number="1",
)
commission = Commission.objects.create(
    organisation=org, period=period, order_number="1", order_date=now.date(), quorum=3, appointed_at=now
)
appeal = Appeal.objects.create(
    number=1, organisation=org, period=period, commission=commission, student=student, exam=exam, course=2,
    contacts="+7", topics=["procedure"], text="?", filed_at=now, changed_at=now, state="voting",
    due_at=now + timedelta(hours=1),
)
for position in (1, 2):
    AppealLine.objects.create(appeal=appeal, position=position, kind="conduct", text="?")
for n in range({MEMBERS}):
    user = User.objects.create(organisation=org, username=f"m{{n}}")
    member = CommissionMember.objects.create(
        commission=commission, user=user, role="teacher" if n else "chair", added_by=user
    )
    PanelMember.objects.create(appeal=appeal, member=member)
"""
VOTE = f"""
import random
import threading
import time
from django.db import close_old_connections
from oes.accounts.models import User
from oes.appeals.deciding import cast_votes
from oes.appeals.models import Appeal
from oes.appeals.moving import AppealRefused

appeal = Appeal.objects.get()
lines = [line.uuid for line in appeal.lines.all()]

def vote(own):
    users = list(User.objects.filter(username__in=own))
    while True:
        random.shuffle(users)
        for user in users:
            told = {{line: random.choice(["uphold", "repeat_exam"]) for line in lines}}
            try:
                cast_votes(appeal=appeal, outcomes=told, by=user)
            except AppealRefused as refused:
                print(refused.code, flush=True)
                close_old_connections()
                return
            time.sleep(random.uniform(0.05, 0.15))  # SQLite has one writer: without a rest nobody else gets its turn

names = [f"m{{n}}" for n in range(1, {MEMBERS})]
threads = [threading.Thread(target=vote, args=(names[part::2],)) for part in range(2)]
for one in threads:
    one.start()
for one in threads:
    one.join()
"""
END = """
import time
from datetime import timedelta
from django.utils import timezone
from oes.appeals.deciding_stage import end_next
from oes.appeals.models import Appeal

Appeal.objects.update(due_at=timezone.now() + timedelta(seconds=1))
ended, until = 0, time.monotonic() + 30
while time.monotonic() < until and not ended:
    ended += end_next()
"""
LOOK = """
import json
from oes.appeals.models import Appeal, AppealStep, Ballot
from oes.journal.models import Entry

found = Entry.objects.filter(action__startswith="appeal_vote_").order_by("sequence")
rows = list(found.values_list("action", "content"))
votes = [[str(one.line.uuid), str(one.voter.member.uuid), one.outcome] for one in
         Ballot.objects.select_related("line", "voter__member")]
print(json.dumps([Appeal.objects.get().state, rows, votes]))
"""


@pytest.fixture
def own(tmp_path):
    with installation(tmp_path, models=tmp_path) as made:
        yield made


def waited_for(own: Installation, query: str, least: int) -> None:
    until = time.monotonic() + 60
    while own.rows(query)[0][0] < least:
        own.check_alive()
        assert time.monotonic() < until, query
        time.sleep(0.2)


def test_each_vote_is_counted_once_and_none_after_the_end(own: Installation):
    own.run("shell", "--verbosity", "0", "-c", SEED)
    places = [own.start(name, "shell", "--verbosity", "0", "-c", VOTE) for name in ("here", "there")]
    waited_for(own, "SELECT count(DISTINCT voter_id) FROM appeals_ballot", MEMBERS - 1)
    waited_for(own, "SELECT count(*) FROM journal_entry WHERE action = 'appeal_vote_cast'", 3 * MEMBERS)
    own.run("shell", "--verbosity", "0", "-c", END)
    assert [place.wait(60) for place in places] == [0, 0]
    assert {code for name in ("here", "there") for code in own.said(name).split()} <= {"closed", "state"}
    state, told, votes = json.loads(own.run("shell", "--verbosity", "0", "-c", LOOK))
    actions = [action for action, _ in told]
    assert state in ("voted", "tied")
    assert actions.count("appeal_vote_ended") == 1 and actions[-1] == "appeal_vote_ended", "a vote after the end"
    ended = told[-1][1]
    who = {content["member"] for action, content in told if action == "appeal_vote_cast"}
    assert len(votes) == len({(line, member) for line, member, _ in votes}) == 2 * (MEMBERS - 1)
    assert {member for _, member, _ in votes} == who and ended["voted"] == len(who) == MEMBERS - 1
    for line, counts in ended["counts"].items():
        outcomes = [outcome for of, _, outcome in votes if of == line]
        assert counts == {key: outcomes.count(key) for key in ("uphold", "repeat_exam")}
