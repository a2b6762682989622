"""What is attached to an appeal, and who of the panel may open it."""

import pytest
from django.urls import reverse

from oes.appeals.filing_files import File
from oes.appeals.tests.case_scene import make_case, token_for

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0"


def test_an_attached_picture_opens_to_student_members_only_where_the_appellant_agreed(aigerim, exam, admin, signed_in):
    case = make_case(aigerim, exam, admin, files=[File("my room.jpg", JPEG)])
    row = case.appeal.attachments.get()
    page = reverse("appeals:case", args=[case.appeal.uuid])
    for login, agreed, there in (("student1", False, False), ("student1", True, True), ("teacher1", False, True)):
        type(case.appeal).objects.update(faces_agreed=agreed)
        client = signed_in(case.user(login))
        assert ("my room.jpg" in client.get(page).content.decode()) is there
        token = token_for(client, case.user(login), case.appeal, "file", row.uuid)
        address = reverse("appeals:case_file", args=[case.appeal.uuid, row.uuid])
        assert (client.get(f"{address}?token={token}").status_code == 200) is there
