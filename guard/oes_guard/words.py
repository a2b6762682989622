"""What the guard says, in Kazakh, Russian and English."""

import locale
import os

LANGUAGES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}

_SENTENCES: dict[str, tuple[str, str, str]] = {
    "title": ("OES күзетшісі", "Страж OES", "OES guard"),
    "server": ("Сервер мекенжайы", "Адрес сервера", "Server address"),
    "code": ("Емтихан бетіндегі код", "Код со страницы экзамена", "Code from the exam’s page"),
    "start": ("Бастау", "Начать", "Start"),
    "stop": ("Тоқтату", "Остановить", "Stop"),
    "promise": (
        "Емтихан кезінде мыналар хабарланады: тізімдегі қай бағдарламалар іске қосулы, алдыңғы терезе қай"
        " бағдарламанікі (тек атауы), экрандар саны, виртуалды машина ма. Файлдар, терезе тақырыптары, пернелер"
        " оқылмайды; ешбір бағдарлама жабылмайды. Хабарланғанның бәрі төменде жазылады.",
        "Во время экзамена сообщается: какие программы из списка запущены, какая программа впереди (только название),"
        " сколько экранов, виртуальная ли машина. Файлы, заголовки окон и клавиши не читаются; ни одна программа не"
        " закрывается. Всё, что сообщено, записано ниже.",
        "During the exam this is told: which programs of the list run, which program is in front (its name only), how"
        " many screens there are, whether this is a virtual machine. No files, window titles or keys are read; no"
        " program is closed. All that is told is written below.",
    ),
    "joined": ("Емтиханға қосылды: {exam}", "Подключено к экзамену: {exam}", "Joined the exam: {exam}"),
    "began": (
        "Емтихан басталды. Бұл терезені ашық қалдырыңыз.",
        "Экзамен начался. Оставьте это окно открытым.",
        "The exam has begun. Leave this window open.",
    ),
    "ended": (
        "Емтихан аяқталды. Бұл терезені жабуға болады.",
        "Экзамен окончен. Это окно можно закрыть.",
        "The exam is over. You may close this window.",
    ),
    "started": ("Күзетші іске қосылды ({name}).", "Страж запущен ({name}).", "The guard has started ({name})."),
    "stopped": ("Күзетші тоқтады.", "Страж остановлен.", "The guard has stopped."),
    "browser": ("Емтихан браузері: {name}.", "Браузер экзамена: {name}.", "The exam’s browser: {name}."),
    "left": (
        "Хабарланды: алда басқа бағдарлама — {name}.",
        "Сообщено: впереди другая программа — {name}.",
        "Told: another program is in front: {name}.",
    ),
    "returned": (
        "Хабарланды: емтихан браузері қайтадан алда.",
        "Сообщено: браузер экзамена снова впереди.",
        "Told: the exam’s browser is in front again.",
    ),
    "program_seen": (
        "Хабарланды: {name} іске қосулы. Оны жабыңыз.",
        "Сообщено: запущена программа {name}. Закройте её.",
        "Told: {name} is running. Please close it.",
    ),
    "program_gone": ("Хабарланды: {name} жабылды.", "Сообщено: программа {name} закрыта.", "Told: {name} was closed."),
    "virtual_machine": (
        "Хабарланды: бұл виртуалды машина ({name}).",
        "Сообщено: это виртуальная машина ({name}).",
        "Told: this is a virtual machine ({name}).",
    ),
    "screens": (
        "Хабарланды: экрандар саны — {name}.",
        "Сообщено: экранов — {name}.",
        "Told: number of screens: {name}.",
    ),
    "foreground_unknown": (
        "Хабарланды: бұл жүйе алдыңғы бағдарламаны айтпайды.",
        "Сообщено: эта система не говорит, какая программа впереди.",
        "Told: this system does not say which program is in front.",
    ),
    "unreachable": (
        "Сервер жауап бермейді. Хабарлар сақталып, кейін жіберіледі.",
        "Сервер не отвечает. Сообщения сохраняются и будут отправлены позже.",
        "The server does not answer. What is to be told is kept and sent later.",
    ),
    "reached": ("Сервер қайтадан жауап берді.", "Сервер снова отвечает.", "The server answers again."),
    "no_server": (
        "Сервер табылмады: мекенжай мен байланысты тексеріңіз.",
        "Сервер не найден: проверьте адрес и соединение.",
        "The server was not found: check the address and the connection.",
    ),
    "wrong_address": (
        "Мекенжай https:// деп басталуы керек.",
        "Адрес должен начинаться с https://.",
        "The address has to begin with https://.",
    ),
    "no_code": ("Кодты енгізіңіз.", "Введите код.", "Type the code."),
    "refused": ("Сервер қабылдамады.", "Сервер отказал.", "The server refused."),
    "refused_bad_code": (
        "Код дұрыс емес: емтихан бетіндегідей етіп енгізіңіз.",
        "Код неверен: введите его так, как на странице экзамена.",
        "The code is wrong: type it as the exam’s page shows it.",
    ),
    "refused_used_code": (
        "Бұл код пайдаланылған: емтихан бетінен жаңасын алыңыз.",
        "Этот код уже использован: возьмите новый на странице экзамена.",
        "This code was used: take a new one from the exam’s page.",
    ),
    "refused_old_code": (
        "Кодтың мерзімі өтті: емтихан бетінен жаңасын алыңыз.",
        "Срок кода истёк: возьмите новый на странице экзамена.",
        "This code is too old: take a new one from the exam’s page.",
    ),
    "refused_ended": ("Бұл емтихан аяқталған.", "Этот экзамен уже окончен.", "This exam is over."),
    "refused_old_token": (
        "Күзетші басқа жерде қайта іске қосылған; осысы тоқтады.",
        "Страж запущен заново в другом месте; этот остановлен.",
        "The guard was started again elsewhere; this one has stopped.",
    ),
    "unsupported": (
        "Күзетші бұл жүйеде жұмыс істемейді: Windows 10 не жаңасы, Linux не macOS керек.",
        "Страж не работает в этой системе: нужна Windows 10 или новее, Linux или macOS.",
        "The guard does not run on this system: it needs Windows 10 or newer, Linux or macOS.",
    ),
}


def sentence(language: str, key: str, **values: str) -> str:
    """Return a sentence; `language`: kk, ru or en."""
    return _SENTENCES[key][list(LANGUAGES).index(language)].format(**values)


def says(key: str) -> bool:
    """Return whether there is a sentence for something: heartbeats are told without words."""
    return key in _SENTENCES


def own_language() -> str:
    """Return the language of this computer's user where the guard speaks it, else Russian."""
    named = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return next((language for language in LANGUAGES if named.lower().startswith((language, _WINDOWS[language]))), "ru")


_WINDOWS = {"kk": "kazakh", "ru": "russian", "en": "english"}
