"""Whether phones can sit an exam: a try decides, and only with what the server itself has heard."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.exams import phones, services
from oes.exams.address import origin_of
from oes.exams.models import Phones, PhoneTry
from oes.journal.models import Entry

ORIGIN = "http://127.0.0.1:9"
POSSIBLE = phones.Conclusion(PhoneTry.Result.POSSIBLE, loads=2)


@pytest.fixture
def opened(exam, admin) -> tuple[PhoneTry, str]:
    """A try whose link was opened on a phone, and its bearer token."""
    _, code = phones.begin_try(exam=exam, by=admin)
    return phones.open_try(code=code, browser="Phone 1.0")


def phones_of(exam) -> str:
    exam.refresh_from_db()
    return exam.phones


def test_a_link_opens_once_and_only_for_a_while(exam, admin):
    row, code = phones.begin_try(exam=exam, by=admin)
    assert code not in str(PhoneTry.objects.values())
    assert phones.try_of_link(code) == row
    _, token = phones.open_try(code=code, browser="x" * 400)
    assert phones.try_of_link(code) is None
    assert phones.try_of_token(token) == row
    assert phones.try_of_token(code) is None
    with pytest.raises(phones.TryRefused, match="over"):
        phones.open_try(code=code, browser="")
    _, late = phones.begin_try(exam=exam, by=admin)
    PhoneTry.objects.filter(opened_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(phones.TryRefused, match="over"):
        phones.open_try(code=late, browser="")


def test_the_exams_own_word_makes_phones_possible(exam, opened, admin):
    row, token = opened
    phones.hear(token=token, origin=ORIGIN, exam_started=False)
    phones.hear(token=token, origin=ORIGIN, exam_started=True)
    finished = phones.finish_try(token=token, conclusion=POSSIBLE)
    assert phones_of(exam) == Phones.POSSIBLE
    assert (finished.browser, finished.by, finished.by_hand) == ("Phone 1.0", admin, False)
    entry = Entry.objects.get(action="phone_tried")
    assert entry.actor == admin.uuid
    told = {"exam": str(exam.uuid), "phone_try": str(row.uuid), "result": "possible", "by_hand": False}
    assert entry.content == told
    with pytest.raises(phones.TryRefused, match="over"):
        phones.finish_try(token=token, conclusion=POSSIBLE)


@pytest.mark.parametrize(
    ("told", "conclusion"),
    [
        ([], POSSIBLE),
        ([False], POSSIBLE),
        ([True], phones.Conclusion(PhoneTry.Result.POSSIBLE, loads=1)),
        ([], phones.Conclusion(PhoneTry.Result.POSSIBLE, loads=2, by_hand=True)),
        ([False], phones.Conclusion(PhoneTry.Result.POSSIBLE, loads=1, by_hand=True)),
    ],
)
def test_nothing_is_possible_without_proof(exam, opened, told, conclusion):
    _, token = opened
    for started in told:
        phones.hear(token=token, origin=ORIGIN, exam_started=started)
    with pytest.raises(phones.TryRefused, match="not_proven"):
        phones.finish_try(token=token, conclusion=conclusion)
    assert phones_of(exam) == Phones.NOT_TRIED


def test_a_persons_word_needs_the_scripts(exam, opened):
    _, token = opened
    phones.hear(token=token, origin=ORIGIN, exam_started=False)
    row = phones.finish_try(token=token, conclusion=phones.Conclusion(PhoneTry.Result.POSSIBLE, loads=2, by_hand=True))
    assert (phones_of(exam), row.by_hand) == (Phones.POSSIBLE, True)


@pytest.mark.parametrize("result", [r for r in PhoneTry.Result if r != PhoneTry.Result.POSSIBLE])
def test_every_other_end_makes_them_not_possible(exam, opened, result):
    phones.finish_try(token=opened[1], conclusion=phones.Conclusion(result, loads=1, by_hand=True))
    assert phones_of(exam) == Phones.NOT_POSSIBLE
    assert not PhoneTry.objects.get().by_hand


@pytest.mark.parametrize("origin", ["", "null", "http://127.0.0.1:90", "http://127.0.0.1", "https://127.0.0.1:9"])
def test_another_origin_is_not_heard(opened, origin):
    with pytest.raises(phones.TryRefused, match="wrong_origin"):
        phones.hear(token=opened[1], origin=origin, exam_started=True)
    assert PhoneTry.objects.get().exam_started_at is None


def test_another_address_forgets_the_result_and_an_old_try_decides_nothing(exam, opened, admin):
    phones.hear(token=opened[1], origin=ORIGIN, exam_started=True)
    exam.phones = Phones.POSSIBLE
    exam.save()
    exam.title = "Дерекқор 2"
    assert services.save_exam(exam=exam, by=admin).phones == Phones.POSSIBLE
    exam.address = "https://elsewhere.example/"
    assert services.save_exam(exam=exam, by=admin).phones == Phones.NOT_TRIED
    phones.finish_try(token=opened[1], conclusion=POSSIBLE)
    assert phones_of(exam) == Phones.NOT_TRIED


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("HTTPS://Test.Example:443/a?b={student}", "https://test.example"),
        ("http://127.0.0.1:8001/", "http://127.0.0.1:8001"),
        ("http://[::1]:80/", "http://[::1]"),
        ("https://тест.example/", "https://xn--e1aybc.example"),
        ("javascript:alert(1)", ""),
    ],
)
def test_origins_are_written_as_browsers_do(address, origin):
    assert origin_of(address) == origin


@pytest.fixture
def client(signed_in, admin, settings):
    settings.LANGUAGE_CODE = "en"
    return signed_in(admin)


def test_the_page_shows_a_link_that_is_not_kept(client, exam):
    answer = client.post(reverse("exams:phone_try", args=[exam.uuid]))
    page = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "<svg" in page
    assert f"http://testserver{reverse('recorder:phone_try', args=['x'])}"[:-2] in page
    assert "4718" in page


def test_the_page_tells_how_far_the_try_is(client, opened, exam):
    row, token = opened
    address = reverse("exams:phone_state", args=[exam.uuid, row.uuid])
    assert "has opened the link" in client.get(address).content.decode()
    phones.hear(token=token, origin=ORIGIN, exam_started=False)
    assert "hx-trigger" in client.get(address).content.decode()
    phones.finish_try(token=token, conclusion=phones.Conclusion(PhoneTry.Result.LOST_COOKIES, loads=2))
    told = client.get(address).content.decode()
    assert "SameSite=None" in told
    assert "hx-trigger" not in told
    shown = client.get(reverse("exams:exam", args=[exam.uuid])).content.decode()
    assert "SameSite=None" in shown
    assert "Phone 1.0" in shown
    assert "not possible" in shown


def test_a_try_that_ran_out_is_told(client, opened, exam):
    PhoneTry.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    told = client.get(reverse("exams:phone_state", args=[exam.uuid, opened[0].uuid])).content.decode()
    assert "time of this try is over" in told
    assert "hx-trigger" not in told
