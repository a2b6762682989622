"""What is attached to an appeal, and who of the panel may open it."""

import pytest
from django.urls import reverse

from oes.appeals.filing_files import File
from oes.appeals.tests.case_scene import make_case, token_for

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0"


FILES = (
    File("my room.jpg", JPEG),
    File("letter.pdf", b"%PDF-1.7 a face"),
    File("photos.docx", b"PK\x03\x04 a face"),
    File("words.txt", b"I am Aigerim"),
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_attachment_opens_to_student_members_only_where_the_appellant_agreed(file, aigerim, exam, admin, signed_in):
    case = make_case(aigerim, exam, admin, files=[file])
    row = case.appeal.attachments.get()
    page = reverse("appeals:case", args=[case.appeal.uuid])
    for login, agreed, there in (("student1", False, False), ("student1", True, True), ("teacher1", False, True)):
        type(case.appeal).objects.update(faces_agreed=agreed)
        client = signed_in(case.user(login))
        shown = client.get(page, headers={"accept-language": "en"}).content.decode()
        assert file.name in shown
        assert (f"/files/{row.uuid}" in shown) is there
        assert ("The appellant did not agree that they open them." in shown) is not there
        token = token_for(client, case.user(login), case.appeal, "file", row.uuid)
        address = reverse("appeals:case_file", args=[case.appeal.uuid, row.uuid])
        assert (client.get(f"{address}?token={token}").status_code == 200) is there
