"""The pages of the demo testing system."""

import json
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

_HERE = Path(__file__).parent
_STYLE = (_HERE / "testing_system.css").read_text(encoding="utf-8")
_TEXT = json.loads((_HERE / "testing_questions.json").read_text(encoding="utf-8"))
LANGUAGES, WORDS, QUESTIONS = _TEXT["languages"], _TEXT["words"], _TEXT["questions"]


@dataclass
class Sitting:
    """One student at the test. `back` is the return link of OES, where the exam's address had one."""

    name: str
    language: str
    back: str
    attempt: str = ""
    answers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.language = self.language if self.language in LANGUAGES else "kk"


def sign_in_page(*, oes: str, query: dict[str, str], wrong_code: bool) -> str:
    words = WORDS["kk"]
    kept = {name: query.get(name, "") for name in ("return", "attempt", "student")}
    hidden = "".join(f'<input type="hidden" name="{n}" value="{escape(v)}">' for n, v in kept.items())
    wrong = f'<p class="wrong" role="alert">{words["wrong"]}</p>' if wrong_code else ""
    options = "".join(f'<option value="{code}">{name}</option>' for code, name in LANGUAGES.items())
    form = (
        f'<form method="post" action="/sign-in"><h1>{words["enter"]}</h1>{wrong}{hidden}'
        f'<label>{_all("name")}<input type="text" name="name" required maxlength="120" autocomplete="name" '
        f'value="{escape(query.get("name", ""))}"></label>'
        f'<label>{_all("code")}<input type="text" name="code" autocomplete="off"></label>'
        f'<label>{_all("language")}<select name="language">{options}</select></label>'
        f"<button>{words['begin']}</button></form>"
    )
    return _page(oes, "kk", "", form, "")


def question_page(*, oes: str, sitting: Sitting) -> str:
    words, language = WORDS[sitting.language], sitting.language
    number = len(sitting.answers)
    question = QUESTIONS[number]
    lines = "".join(
        f'<label class="choice"><input type="radio" name="answer" value="{n}" required>'
        f"{escape(choice[language])}</label>"
        for n, choice in enumerate(question["choices"])
    )
    last = number == len(QUESTIONS) - 1
    form = (
        f'<form method="post" action="/question"><p class="soft">{words["of"]} {number + 1} / {len(QUESTIONS)}</p>'
        f'<progress max="{len(QUESTIONS)}" value="{number}"></progress>'
        f"<h1>{escape(question['text'][language])}</h1>{lines}"
        f'<input type="hidden" name="number" value="{number}">'
        f"<button>{words['hand_in'] if last else words['next']}</button></form>"
    )
    return _page(oes, sitting.language, sitting.name, form, "started" if number == 0 else "")


def finish_page(*, oes: str, sitting: Sitting) -> str:
    words = WORDS[sitting.language]
    right = sum(answer == str(question["right"]) for answer, question in zip(sitting.answers, QUESTIONS, strict=True))
    box = f'<div class="box"><h1>{words["done"]}</h1><p>{words["right"]}: {right} / {len(QUESTIONS)}</p>'
    if _leads_to(sitting.back, oes):
        box += f'<p><a class="button" href="{escape(sitting.back)}">{words["back"]}</a></p></div>'
    else:
        box += f"<p>{words['tab']}</p></div>"
    return _page(oes, sitting.language, sitting.name, box, "ended")


def _leads_to(link: str, oes: str) -> bool:
    """Return whether a link from the address bar leads to OES: others are not put on a page."""
    return urlsplit(link)[:2] == urlsplit(oes)[:2]


def _all(word: str) -> str:
    return " / ".join(WORDS[language][word] for language in LANGUAGES)


def _page(oes: str, language: str, name: str, main: str, exam: str) -> str:
    told = f' data-exam="{exam}"' if exam else ""
    told += ' data-code="ask"' if name else ""
    title = WORDS[language]["system"]
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f'<link rel="icon" href="data:,"><style>{_STYLE}</style>'
        f'<script src="{escape(oes)}/embed/oes-embed.js"{told} async></script></head><body>'
        f"<header>{title}<span>{escape(name)}</span></header><main>{main}</main></body></html>"
    )
