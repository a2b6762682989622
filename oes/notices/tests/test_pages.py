"""The list behind the bell."""

from oes.journal.models import Entry
from oes.notices.models import MailChoice, Notice


def test_the_header_says_how_much_is_unread(told, admin, aigerim, signed_in):
    told(admin, aigerim.user)
    told(admin)
    staff, student = signed_in(admin), signed_in(aigerim)
    assert '<span class="count">2<' in staff.get("/manage/exams/").content.decode()
    assert '<b class="tag live">1<' in student.get("/exams/").content.decode()
    for client in (staff, student):
        assert "It begins." in client.get("/notices/").content.decode()
        client.post("/notices/read/")
        assert "It begins." in client.get("/notices/").content.decode()
    assert '<span class="count">' not in staff.get("/manage/exams/").content.decode()
    assert not Notice.objects.filter(read_at=None).exists()


def test_opening_one_marks_it_and_leads_there(told, aigerim, daniyar, signed_in):
    (row,) = told(path="/exams/")
    assert signed_in(daniyar).post(f"/notices/{row.uuid}/open/").status_code == 404
    client = signed_in(aigerim)
    for _ in range(2):
        assert client.post(f"/notices/{row.uuid}/open/")["Location"] == "/exams/"
    first = Notice.objects.get().read_at
    client.post("/notices/read/")
    assert Notice.objects.get().read_at == first is not None


def test_the_list_asks_the_database_a_fixed_number_of_times(told, admin, signed_in, django_assert_num_queries):
    client = signed_in(admin)
    for _ in range(40):
        told(admin)
    with django_assert_num_queries(9):
        page = client.get("/notices/?page=2").content.decode()
    assert page.count("It begins.") == 10


def test_the_staff_choose_on_the_page(admin, aigerim, signed_in):
    client = signed_in(admin)
    client.post("/notices/mails/", {"use": "page"})
    assert MailChoice.objects.get(user=admin).use == "page"
    assert Entry.objects.get(action="mails_chosen").content["use"] == "page"
    assert client.post("/notices/mails/", {"use": "pigeon"}, follow=True).status_code == 200
    assert MailChoice.objects.get(user=admin).use == "page"
    assert signed_in(aigerim).post("/notices/mails/", {"use": "page"}).status_code == 403
