"""The drawn screen recording: an exam's page in Kazakh, and for some seconds another window over it."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.segments import Piece, pieces
from demo.pictures import kept, picture_path

WIDTH, HEIGHT = 1280, 720
FRAMES_PER_SECOND = 2
SEGMENT_SECONDS = 16.0
EXAM_TITLE = "Дерекқор негіздері — емтихан"
QUESTION_SECONDS = 30.0
QUESTIONS = 12
WINDOW_LEFT, WINDOW_RETURNED = 300.0, 309.0
"""When another window lies over the exam, in seconds."""
INK, GREY, LINE, PAPER, BLUE = (32, 38, 50), (104, 112, 126), (214, 219, 227), (255, 255, 255), (28, 92, 168)
BROWSER, TAB = (222, 226, 233), (247, 248, 250)


def screen_pieces(
    seconds: float,
    *,
    other_window: tuple[float, float] = (WINDOW_LEFT, WINDOW_RETURNED),
    segment_seconds: float = SEGMENT_SECONDS,
) -> list[Piece]:
    """Return the screen as self-contained segments; drawn once, then read from a cache beside the pictures."""
    drawing = Path(__file__).read_bytes() + repr((seconds, other_window, segment_seconds)).encode()
    drawn = frames(seconds, other_window=other_window)
    made = pieces(drawn, seconds=segment_seconds, frames_per_second=FRAMES_PER_SECOND, kbps=64)
    return kept("screen", drawing, made)


def frames(
    seconds: float, *, other_window: tuple[float, float] = (WINDOW_LEFT, WINDOW_RETURNED)
) -> Iterator[np.ndarray]:
    """Yield the screen's pictures: RGB uint8, 720 x 1280."""
    for number in range(round(seconds * FRAMES_PER_SECOND)):
        at = number / FRAMES_PER_SECOND
        question, into = int(at // QUESTION_SECONDS), at % QUESTION_SECONDS
        answered = into >= 0.6 * QUESTION_SECONDS
        other = other_window[0] <= at < other_window[1]
        picture = (_other(question, answered) if other else _page(question, answered)).copy()
        _cursor(picture, at)
        yield np.asarray(picture)


@cache
def _questions() -> list[tuple[str, list[str]]]:
    """Return the demo testing system's own questions in Kazakh: text and choices."""
    listed = json.loads(Path(__file__).with_name("testing_questions.json").read_text(encoding="utf-8"))
    return [(q["text"]["kk"], [choice["kk"] for choice in q["choices"]]) for q in listed["questions"]]


@cache
def _page(question: int, answered: bool) -> Image.Image:
    """Draw a browser with the exam: one question, its choices, how many are done."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    _browser(draw, (0, 0, WIDTH, HEIGHT), "Емтихан", "test.university.example/exam")
    questions = _questions()
    text, choices = questions[question % len(questions)]
    draw.rectangle((0, 84, WIDTH, 144), (244, 247, 251), LINE)
    draw.text((140, 101), EXAM_TITLE, INK, _font(22, bold=True))
    draw.text((1140, 104), _clock(question), GREY, _font(19), anchor="ra")
    draw.text((140, 186), f"{question + 1}-сұрақ, барлығы {QUESTIONS}", GREY, _font(17))
    draw.rounded_rectangle((140, 218, 1140, 226), 4, (230, 234, 240))
    draw.rounded_rectangle((140, 218, 140 + 1000 * (question + 1) // QUESTIONS, 226), 4, BLUE)
    draw.text((140, 262), text, INK, _font(27, bold=True))
    for place, choice in enumerate(choices):
        _choice(draw, 330 + place * 72, choice, chosen=answered and place == question % len(choices))
    draw.rounded_rectangle((140, 610, 300, 660), 8, BLUE)
    draw.text((220, 635), "Келесі", PAPER, _font(20, bold=True), anchor="mm")
    return image


def _choice(draw: ImageDraw.ImageDraw, top: int, words: str, *, chosen: bool) -> None:
    draw.rounded_rectangle(
        (140, top, 1140, top + 56), 8, (236, 243, 251) if chosen else PAPER, BLUE if chosen else LINE
    )
    draw.ellipse((160, top + 18, 180, top + 38), PAPER, BLUE if chosen else GREY, 2)
    if chosen:
        draw.ellipse((165, top + 23, 175, top + 33), BLUE)
    draw.text((200, top + 28), words, INK, _font(21), anchor="lm")


@cache
def _other(question: int, answered: bool) -> Image.Image:
    """Draw the same page with a window of another program over it: somebody looks something up."""
    image = _page(question, answered).copy()
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((246, 118, 1066, 658), 10, (176, 182, 192))
    _browser(draw, (240, 110, 1060, 650), "Іздеу", "search.example/?q=транзакция")
    draw.rectangle((240, 194, 1060, 650), PAPER)
    draw.rounded_rectangle((280, 216, 900, 260), 22, PAPER, LINE, 2)
    draw.text((304, 238), "транзакция қасиеттері", INK, _font(19), anchor="lm")
    for place, title in enumerate(("Транзакция — анықтамасы", "Атомарлық және оқшаулау", "Дерекқор: дәріс, 7-тақырып")):
        top = 292 + place * 112
        draw.text((280, top), title, BLUE, _font(21, bold=True))
        for line, width in enumerate((640, 520)):
            draw.rounded_rectangle((280, top + 38 + line * 24, 280 + width, top + 48 + line * 24), 5, (226, 230, 236))
    return image


def _browser(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], title: str, address: str) -> None:
    left, top, right, bottom = box
    draw.rectangle(box, PAPER, LINE)
    draw.rectangle((left, top, right, top + 84), BROWSER)
    draw.rounded_rectangle((left + 16, top + 8, left + 256, top + 50), 8, TAB)
    draw.text((left + 36, top + 24), title, INK, _font(15), anchor="lm")
    draw.rectangle((left, top + 40, right, top + 84), TAB)
    draw.rounded_rectangle((left + 90, top + 47, right - 60, top + 77), 15, BROWSER)
    draw.text((left + 110, top + 62), address, GREY, _font(15), anchor="lm")
    for place in range(3):
        x = left + 20 + place * 22
        draw.ellipse((x, top + 56, x + 12, top + 68), outline=GREY, width=2)


def _clock(question: int) -> str:
    left = round((QUESTIONS - question) * QUESTION_SECONDS)
    return f"Қалған уақыт: {left // 60}:{left % 60:02}"


def _cursor(image: Image.Image, at: float) -> None:
    """The mouse goes from choice to choice."""
    x = 420 + 190 * np.sin(at * 0.31) + 60 * np.sin(at * 0.83)
    y = 430 + 120 * np.sin(at * 0.23 + 1) + 40 * np.sin(at * 0.71)
    arrow = ((0, 0), (0, 21), (5, 16), (9, 25), (13, 23), (9, 15), (16, 15))
    ImageDraw.Draw(image).polygon([(x + dx, y + dy) for dx, dy in arrow], (20, 20, 20), PAPER)


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(picture_path("bold_font" if bold else "font"), size)
