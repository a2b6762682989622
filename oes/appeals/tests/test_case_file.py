"""The case file: who opens it, what each sees of it, and that everything seen is in the journal."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from oes.accounts.models import Role, RoleGrant
from oes.analysis.media import probe
from oes.appeals import case_blurring
from oes.appeals.case_chain import check_next
from oes.appeals.filing_files import File
from oes.appeals.models import AppealLine, AppealRules, Blurred, CaseCheck, MemberRole
from oes.appeals.panel import recuse
from oes.appeals.tests.case_scene import Case, make_case, somebody, token_for
from oes.appeals.tests.scenes import WORDS
from oes.journal.models import Entry
from oes.lib import blobs
from oes.review.models import Verdict
from oes.review.services import give_answer
from oes.violations.models import Evidence, Violation

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0"
PDF = b"%PDF-1.4\n%%EOF"
IIN = "020304500123"


@pytest.fixture
def case(aigerim, exam, admin) -> Case:
    words = replace(WORDS, iin=IIN)
    files = [File("medical.pdf", PDF), File("letter.pdf", PDF + b"2", is_scan=True)]
    return make_case(aigerim, exam, admin, words=words, files=files)


@pytest.fixture
def opened(case, signed_in):
    """Return a function: the page as a member gets it, by login."""

    def get(login: str):
        answer = signed_in(case.user(login)).get(reverse("appeals:case", args=[case.appeal.uuid]))
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def links_in(page: str, kind: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(rf'(?:src|href)="([^"]*/{kind}/[^"#]*)', page)]


def fetched(client, address: str, *, post: bool = False) -> tuple[int, bytes]:
    """Return status and body; what is streamed is read to its end and closed."""
    answer = client.post(address) if post else client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return answer.status_code, body


def blur_all() -> None:
    while case_blurring.blur_next():
        pass


def test_a_teacher_sees_the_evidence_as_it_is(case, opened, signed_in):
    page = opened("teacher1")
    assert "Әділбаева Айгерім" in page
    assert page.count("#t=") == 3  # a part of the film for each contested event
    client = signed_in(case.user("teacher1"))
    assert fetched(client, links_in(page, "films")[0])[0] == 403  # another sign-in
    page = client.get(reverse("appeals:case", args=[case.appeal.uuid])).content.decode()
    assert probe(fetched(client, links_in(page, "films")[0])[1]).container == "webm"
    picture = client.get(links_in(page, "pictures")[0])
    assert picture.content == blobs.read(Evidence.objects.order_by("violation__start_seconds").first().blob_key)
    assert picture["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_students_answer_and_the_ledger_stand_beside_the_event(case, opened):
    give_answer(
        violation=Violation.objects.get(kind="phone"), text="It was my calculator.", by=case.appeal.student.user
    )
    page = opened("chair1")
    assert page.count("It was my calculator.") == 2  # beside the contested line, and in the list of all events
    assert "I sat alone." in page
    assert 'href="#line-2"' in page


def test_what_was_filed_is_checked_with_the_rest(case):
    assert check_next()
    assert CaseCheck.objects.get().findings == []
    AppealLine.objects.filter(kind="verdict").update(text="I was not honest.")
    CaseCheck.objects.all().delete()
    assert check_next()
    assert [code for code, _ in CaseCheck.objects.get().findings] == ["document_changed"]
    assert not check_next()


def test_an_event_that_is_found_no_more_says_so(case, opened):
    Violation.objects.filter(kind="phone").delete()
    assert opened("chair1").count("#t=") == 3  # the clip shows the moment all the same


def test_a_student_member_sees_blurred_clips_and_pictures_only(case, opened, signed_in):
    assert links_in(opened("student1"), "blurred") == []
    blur_all()
    client = signed_in(case.user("student1"))
    page = client.get(reverse("appeals:case", args=[case.appeal.uuid])).content.decode()
    assert not links_in(page, "films")
    assert not links_in(page, "pictures")
    assert "/recordings/" not in page
    found = links_in(page, "blurred")
    assert Blurred.objects.filter(violation=None, made_at__isnull=False).count() == 3
    got = [fetched(client, link) for link in sorted(set(found))]
    assert {status for status, _ in got} == {200}
    assert sorted(body[:4] for _, body in got) == [b"\x1a\x45\xdf\xa3"] * 3 + [JPEG] * 3
    originals = {blobs.read(row.blob_key) for row in Evidence.objects.all()}
    assert not originals & {body for _, body in got}


@pytest.mark.parametrize("kind", ["film", "picture"])
def test_no_link_opens_an_original_to_a_student_member(case, signed_in, kind):
    key = case.film.uuid if kind == "film" else Violation.objects.first().uuid
    for login, status in (("student1", 404), ("teacher1", 200)):
        client = signed_in(case.user(login))
        token = token_for(client, case.user(login), case.appeal, kind, key)
        address = reverse(f"appeals:case_{kind}", args=[case.appeal.uuid, key])
        assert fetched(client, f"{address}?token={token}")[0] == status
        assert fetched(client, address)[0] == 403


def test_with_the_appellants_word_student_members_see_what_all_see(aigerim, exam, admin, signed_in):
    case = make_case(aigerim, exam, admin, words=replace(WORDS, faces_agreed=True))
    page = signed_in(case.user("student1")).get(reverse("appeals:case", args=[case.appeal.uuid])).content.decode()
    assert links_in(page, "films")
    assert not case_blurring.blur_next()  # nothing has to be made


def test_student_members_never_see_iin_contacts_and_letters(case, opened):
    pages = {login: opened(login) for login in ("student1", "teacher1", "secretary1")}
    assert {login: IIN in page for login, page in pages.items()} == {
        "student1": False, "teacher1": True, "secretary1": True,
    }  # fmt: skip
    assert "+7 701 000 00 00" not in pages["student1"]
    assert {login: "letter.pdf" in page for login, page in pages.items()}["student1"] is False
    assert "medical.pdf" in pages["student1"]
    assert "case/pack/" not in pages["student1"]


def test_where_the_rules_hide_names_members_see_none(case, opened, organisation, signed_in):
    AppealRules.objects.create(organisation=organisation, names_shown=False)
    page = opened("teacher1")
    assert "Әділбаева" not in page
    assert IIN not in page
    assert "Әділбаева" in opened("secretary1")
    pack = reverse("appeals:case_pack", args=[case.appeal.uuid])
    assert signed_in(case.user("teacher1")).post(pack).status_code == 404


def test_who_stands_aside_opens_nothing_of_it(case, opened, signed_in):
    client = signed_in(case.user("teacher1"))
    page = client.get(reverse("appeals:case", args=[case.appeal.uuid])).content.decode()
    seat = case.appeal.panel.get(member=case.member("teacher1"))
    recuse(panel_member=seat, reason="A relative.", by=case.user("teacher1"))
    assert client.get(reverse("appeals:case", args=[case.appeal.uuid])).status_code == 404
    assert client.get(links_in(page, "films")[0]).status_code == 404
    assert Entry.objects.filter(action="appeal_case_refused", actor=case.user("teacher1").uuid).count() == 1


def test_everything_seen_is_in_the_journal_once_an_hour(case, opened, signed_in):
    client, user = signed_in(case.user("teacher1")), case.user("teacher1")
    page = client.get(reverse("appeals:case", args=[case.appeal.uuid])).content.decode()
    client.get(reverse("appeals:case", args=[case.appeal.uuid]))
    for _ in range(2):
        fetched(client, links_in(page, "films")[0])
        fetched(client, links_in(page, "files")[0])
    mine = Entry.objects.filter(chain__subject=case.attempt.uuid, actor=user.uuid).order_by("sequence")
    actions = ["appeal_case_viewed", "appeal_recording_viewed", "appeal_file_viewed"]
    assert list(mine.values_list("action", flat=True)) == actions
    assert mine.first().content == {"appeal": str(case.appeal.uuid), "role": MemberRole.TEACHER, "blurred": False}


def test_the_student_reads_who_opened_the_case(case, opened, signed_in, aigerim):
    opened("chair1")
    page = signed_in(aigerim).get(reverse("owndata:page", args=[case.attempt.uuid])).content.decode()
    assert Entry.objects.get(action="appeal_case_viewed").link[:12] in page


def test_an_attachment_is_sent_to_be_kept(case, opened, signed_in):
    client = signed_in(case.user("teacher1"))
    page = client.get(reverse("appeals:case", args=[case.appeal.uuid])).content.decode()
    answer = client.get(links_in(page, "files")[0])
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_panel_takes_the_pack_along(case, signed_in):
    pack = reverse("appeals:case_pack", args=[case.appeal.uuid])
    status, body = fetched(signed_in(case.user("chair1")), pack, post=True)
    assert (status, body[:2]) == (200, b"PK")
    assert Entry.objects.get(action="evidence_packed").actor == case.user("chair1").uuid


def test_the_number_of_queries_does_not_depend_on_the_rows(case, signed_in):
    client, address = signed_in(case.user("teacher1")), reverse("appeals:case", args=[case.appeal.uuid])
    client.get(address)
    Violation.objects.filter(kind__in=["phone", "second_person"]).delete()
    case.appeal.lines.filter(position__gt=2).delete()
    client.get(address)
    few = count(client, address)
    for at in range(10):
        Violation.objects.create(
            attempt=case.attempt, kind="looked_away", source="camera", direct=False, confidence=1,
            start_seconds=at * 60, end_seconds=at * 60 + 5,
        )  # fmt: skip
        case.appeal.lines.create(
            position=at + 3, kind="event", event_kind="looked_away", start_seconds=at * 60, end_seconds=at * 60 + 5
        )
    client.get(address)
    assert count(client, address) == few
    assert few < 75


def count(client, address: str) -> int:
    with CaptureQueriesContext(connection) as told:
        client.get(address)
    return len(told)


def test_the_appellant_sees_the_same_file_by_own_links(case, signed_in, aigerim):
    client = signed_in(aigerim)
    page = client.get(reverse("appeals:my_case", args=[case.appeal.uuid])).content.decode()
    assert page.count("#t=") == 3
    assert IIN in page
    assert "letter.pdf" in page
    assert fetched(client, links_in(page, "recordings")[0])[0] == 200
    assert client.get(links_in(page, "pictures/evidence")[0]).status_code == 200
    assert client.get(links_in(page, "appeal-files")[0]).content == PDF
    assert Entry.objects.filter(action="appeal_own_case_viewed", actor=aigerim.user.uuid).exists()


def test_a_pack_of_ones_own_is_nobody_elses_look(case, signed_in, aigerim):
    client = signed_in(aigerim)
    fetched(client, reverse("appeals:my_case_pack", args=[case.appeal.uuid]), post=True)
    page = client.get(reverse("owndata:page", args=[case.attempt.uuid])).content.decode()
    assert Entry.objects.get(action="evidence_packed").link[:12] not in page


def test_nobody_else_finds_it(case, signed_in, organisation, admin):
    other = somebody(organisation)
    for name in ("my_case", "my_case_pack"):
        address = reverse(f"appeals:{name}", args=[case.appeal.uuid])
        answer = signed_in(other).post(address) if name == "my_case_pack" else signed_in(other).get(address)
        assert answer.status_code == 404
    RoleGrant.objects.create(user=other.user, role=Role.COMMISSION)  # of another commission
    assert signed_in(other).get(reverse("appeals:case", args=[case.appeal.uuid])).status_code == 404


def test_the_appellant_never_reads_a_verdict_that_was_not_released(case, signed_in, aigerim, admin):
    verdict = Verdict.objects.create(attempt=case.attempt, honest=False, reason="Secret word", by=admin)
    client = signed_in(aigerim)
    page = client.get(reverse("appeals:my_case", args=[case.appeal.uuid])).content.decode()
    assert "Secret word" not in page
    assert "A phone." in page  # the released one
    pack = reverse("appeals:my_case_pack", args=[case.appeal.uuid])
    assert fetched(client, pack, post=True)[0] == 302
    Verdict.objects.filter(pk=verdict.pk).update(released_at=timezone.now())
    case.appeal.state = "tied"
    case.appeal.save(update_fields=["state"])
    assert fetched(client, pack, post=True)[0] == 302  # the chain has the votes, nobody has told the decision
    case.appeal.state = "decided"
    case.appeal.save(update_fields=["state"])
    assert fetched(client, pack, post=True)[0] == 200
    assert fetched(client, pack, post=True)[0] == 302  # not twice within ten minutes


def test_while_findings_are_hidden_the_appellant_gets_neither_them_nor_the_pack(case, signed_in, aigerim):
    policy = case.attempt.policy
    type(policy).objects.filter(pk=policy.pk).update(rules=policy.rules | {"show_reasons": False})
    Verdict.objects.update(honest=True)
    client = signed_in(aigerim)
    page = client.get(reverse("appeals:my_case", args=[case.appeal.uuid])).content.decode()
    assert not links_in(page, "pictures/evidence")
    assert client.post(reverse("appeals:my_case_pack", args=[case.appeal.uuid])).status_code == 404


def test_a_blurred_clip_whose_bytes_are_gone_is_made_again(case, signed_in):
    blur_all()
    row = Blurred.objects.filter(violation=None).first()
    blobs.delete(row.blob_key)
    client = signed_in(case.user("student1"))
    address = reverse("appeals:case_blurred", args=[case.appeal.uuid, row.uuid])
    token = token_for(client, case.user("student1"), case.appeal, "blurred", row.uuid)
    assert fetched(client, f"{address}?token={token}")[0] == 404
    blur_all()
    assert fetched(client, f"{address}?token={token}")[0] == 200
