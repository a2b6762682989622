"""Files and photographed pages of a work."""

from uuid import uuid4

import pytest

from oes.exams.pictures import PictureRefused
from oes.lib import blobs
from oes.written.models import Piece
from oes.written.pages import page_of, work_pdf
from oes.written.pieces import add_piece, clean_name, put_in_order, remove_piece, set_page
from oes.written.services import WorkRefused, hand_in
from oes.written.tests.conftest import jpeg

PDF = b"%PDF-1.4\n%%EOF"
pytestmark = pytest.mark.django_db


def add(work, kind=Piece.Kind.FILE, name="answer.pdf", body=PDF, uuid=None):
    return add_piece(work=work, uuid=uuid or uuid4(), kind=kind, name=name, body=body)


def test_a_file_is_kept_sealed_and_once(work):
    uuid = uuid4()
    piece = add(work, uuid=uuid)
    assert add(work, uuid=uuid).pk == piece.pk
    assert blobs.read(piece.blob_key) == PDF
    assert PDF not in blobs.path_of(piece.blob_key).read_bytes()
    with pytest.raises(WorkRefused, match="other"):
        add(work, uuid=uuid, body=PDF + b" ")
    assert hand_in(work=work).state == "handed_in"
    with pytest.raises(WorkRefused, match="handed_in"):
        add(work)


@pytest.mark.parametrize(
    ("name", "body"), [("a.exe", b"MZ\x90"), ("a.pdf", b"<html>"), ("a.txt", b"a\x00b"), ("a", b""), ("a.svg", b"<svg")]
)
def test_what_no_marker_can_read_safely_is_refused(work, name, body):
    with pytest.raises(WorkRefused, match="format"):
        add(work, name=name, body=body)


@pytest.mark.parametrize(
    ("told", "kept"),
    [("../../etc/pass.pdf", "pass.pdf"), ("C:\\x\\y.pdf", "y.pdf"), ('\r\nа"б.html', "а б.pdf"), ("", "file.pdf")],
)
def test_a_name_is_no_path(told, kept):
    assert clean_name(told, "pdf") == kept


def test_a_page_is_turned_and_cut_where_it_is_shown(work, photo):
    piece = add(work, Piece.Kind.PHOTO, "page.jpg", photo)
    plain = page_of(piece)
    assert (plain.width, plain.height) == (600, 800)
    piece = set_page(piece=piece, turned=90, crop=[0, 0.5, 1, 1])
    shown = page_of(piece)
    assert (shown.width, shown.height) == (800, 300)
    assert blobs.read(piece.blob_key) == plain.body
    for turned, crop in ((45, [0, 0, 1, 1]), (0, [0.5, 0, 0.5, 1]), (0, "all")):
        with pytest.raises(WorkRefused, match="page"):
            set_page(piece=piece, turned=turned, crop=crop)


def test_pages_are_joined_to_one_pdf_in_their_order(work):
    first = add(work, Piece.Kind.PHOTO, "1.jpg", jpeg(600, 800))
    second = add(work, Piece.Kind.PHOTO, "2.jpg", jpeg(800, 600))
    put_in_order(work=work, wanted=[second.uuid, uuid4()])
    body = work_pdf(work)
    assert body.startswith(b"%PDF-1.4") and body.count(b"/Type /Page ") == 2
    assert body.index(blobs.read(second.blob_key)) < body.index(blobs.read(first.blob_key))


def test_a_piece_that_is_taken_away_is_deleted(work, photo, django_capture_on_commit_callbacks):
    piece = add(work, Piece.Kind.PHOTO, "1.jpg", photo)
    key = piece.blob_key
    with django_capture_on_commit_callbacks(execute=True):
        remove_piece(piece=piece)
    assert not blobs.is_there(key)
    assert Piece.objects.get().sha256 == piece.sha256


def test_broken_photos_and_things_the_exam_does_not_take_are_refused(work, written, photo):
    with pytest.raises(PictureRefused):
        add(work, Piece.Kind.PHOTO, "1.jpg", b"\xff\xd8\xff broken")
    written.takes_photos = False
    written.save()
    with pytest.raises(WorkRefused, match="not_taken"):
        add(work, Piece.Kind.PHOTO, "1.jpg", photo)
    assert not Piece.objects.exists()
