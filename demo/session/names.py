"""Made-up names of people and subjects, always the same ones."""

from random import Random

_GIRLS = ("Айгерім", "Әсел", "Гүлнұр", "Жанар", "Қарлығаш", "Мөлдір", "Өрзия", "Сәуле", "Ұлбосын", "Үміт", "Шұғыла")
_BOYS = ("Данияр", "Әділ", "Ғабит", "Ерлан", "Жәнібек", "Қайрат", "Мұрат", "Нұрсұлтан", "Өмірзақ", "Серік", "Тимур")
_HOUSES = (
    "Ахмет",
    "Әбдіжәлел",
    "Досжан",
    "Ержан",
    "Жұмабек",
    "Құрманғазы",
    "Мұхамеджан",
    "Оразбай",
    "Сейіт",
    "Төлеген",
)
_SCIENCES = (
    "Математика", "Физика", "Химия", "Биология", "Тарих", "Философия", "Экономика", "Құқық негіздері", "Дерекқор",
    "Алгоритмдер", "Педагогика", "Психология", "Экология", "Статистика", "Мәдениеттану", "Шетел тілі",
)  # fmt: skip
FACULTIES = (
    "Ақпараттық технологиялар факультеті", "Экономика және құқық факультеті", "Педагогика факультеті",
    "Филология факультеті", "Тарих факультеті", "Жаратылыстану факультеті", "Су шаруашылығы факультеті",
)  # fmt: skip


def person(random: Random) -> str:
    """Return a full name."""
    house, father = random.choice(_HOUSES), random.choice(_BOYS)
    if random.random() < 0.5:
        return f"{house}ова {random.choice(_GIRLS)} {father}қызы"
    return f"{house}ов {random.choice(_BOYS)} {father}ұлы"


def subject(number: int) -> str:
    """Return the title of a subject; no two are the same."""
    return f"{_SCIENCES[number % len(_SCIENCES)]} {number // len(_SCIENCES) + 1}"
