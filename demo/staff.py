"""The demo's staff: who holds which roles. Everybody of it has a password that is printed at the start."""

from oes.accounts.models import Role

ADMINISTRATOR, REGISTRAR, OBSERVER, HELPDESK, SECRETARY, CHAIR = (
    "admin", "registrar", "observer", "helpdesk", "secretary", "chair",
)  # fmt: skip
TAUGHT = "marat"
"""A member who has taught the student who appeals, and so stands aside."""
MEMBER, SUBSTITUTE = "saule", "olga"
STAFF: dict[str, tuple[str, str, tuple[str, ...]]] = {
    ADMINISTRATOR: ("", "", (Role.ADMINISTRATION,)),
    REGISTRAR: ("Сейітова", "Қарлығаш Ерланқызы", (Role.REGISTRAR,)),
    "dean": ("Жұмабекова", "Ұлбосын Маратқызы", (Role.DEAN,)),
    "proctor": ("Оразбаев", "Жәнібек Қайратұлы", (Role.PROCTOR,)),
    "proctor2": ("Тілеуберді", "Шұғыла Ержанқызы", (Role.PROCTOR,)),
    OBSERVER: ("Төлегенова", "Мөлдір Асқарқызы", (Role.OBSERVER,)),
    HELPDESK: ("Досжанов", "Тимур Серікұлы", (Role.HELPDESK,)),
    CHAIR: ("Мұхамеджанов", "Асқар Өмірзақұлы", (Role.TEACHER,)),
    SECRETARY: ("Ержанова", "Жанар Нұрсұлтанқызы", (Role.SECRETARY,)),
    TAUGHT: ("Құрманғазин", "Марат Әділұлы", (Role.TEACHER,)),
    MEMBER: ("Ахметова", "Сәуле Ғабитқызы", (Role.TEACHER,)),
    SUBSTITUTE: ("Ким", "Ольга Сергеевна", (Role.TEACHER,)),
}
"""By login: family name, given name and father's name, roles."""
