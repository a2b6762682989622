"""The real reader: on drawn screens (marker `models`) and on the labelled screens (marker `data`)."""

import csv

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from oes.analysis.model_files import default_directory, verify
from oes.analysis.reading import load_reader, words_of_picture
from oes.analysis.tests.drawing import DATA
from oes.domain.policy import Policy

SCREENS = DATA / "screens"
KIND_OF = {
    "messenger": {"messenger"},
    "remote_desktop_banner": {"remote_control"},
    "remote_session_mobile": {"remote_control"},
    "exam_page": set(),
    "exam_page_with_dialog": set(),
    "virtual_machine": set(),
}
"""Kinds that a label means; a virtual machine has none of its own."""

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files (OES_MODELS_DIR)"),
]


@pytest.fixture(scope="module")
def reader():
    return load_reader(default_directory())


def drawn(*lines: str, font: ImageFont.FreeTypeFont | None = None) -> np.ndarray:
    """Return a screen of 1280 x 720 with these lines in black on white, letters 16 pixels high."""
    font = font or ImageFont.load_default(16)
    image = Image.new("RGB", (1280, 720), "white")
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((60 + 300 * (number % 2), 60 + 50 * number), line, "black", font)
    return np.asarray(image)


def test_names_on_a_screen_are_read(reader):
    found = words_of_picture(drawn("Telegram", "Question 4 of 20", "AnyDesk", "TeamViewer"), Policy(), reader=reader)
    assert set(found) == {"messenger:Telegram", "remote_control:AnyDesk", "remote_control:TeamViewer"}


def test_a_question_about_a_messenger_is_no_messenger(reader):
    page = drawn("Which protocol does the program Telegram use?", "It uses TCP and its own protocol", "Discard")
    assert words_of_picture(page, Policy(), reader=reader) == ()


def test_a_name_beside_cyrillic_words_is_read(reader):
    try:
        font = ImageFont.truetype("DejaVuSans.ttf", 16)
    except OSError:
        pytest.skip("no font with Cyrillic letters")
    screen = drawn("Telegram — Иван Петров", "Қосылған: TeamViewer", "AnyDesk: пользователь подключен", font=font)
    found = words_of_picture(screen, Policy(), reader=reader)
    assert set(found) == {"messenger:Telegram", "remote_control:TeamViewer", "remote_control:AnyDesk"}


def test_only_what_changed_is_read(reader):
    wanted = np.zeros((36, 64), dtype=bool)
    wanted[20:, :] = True
    found = reader.words(drawn("Telegram", "AnyDesk"), Policy().read_words(), wanted=wanted)
    assert found.found == []


def _labelled() -> list[tuple[str, str]]:
    if not (SCREENS / "labels.csv").is_file():
        return []
    with (SCREENS / "labels.csv").open(encoding="utf-8") as opened:
        return [(row["image"], row["label"]) for row in csv.DictReader(opened)]


@pytest.mark.data
@pytest.mark.skipif(not SCREENS.is_dir(), reason="skipped: no data")
@pytest.mark.parametrize(("image", "label"), _labelled())
def test_labelled_screens_show_what_their_label_says(reader, image, label):
    picture = Image.open(SCREENS / image).convert("RGB")
    found = words_of_picture(np.asarray(picture), Policy(), reader=reader)
    assert {key.partition(":")[0] for key in found} == KIND_OF[label]
