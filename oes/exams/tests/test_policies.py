import pytest
from django.urls import reverse

from oes.domain.policy import Policy
from oes.exams.forms.policy import PolicyForm
from oes.exams.models import ProctoringPolicy
from oes.exams.services import current_policy

NEW = "exams:policy_new"


@pytest.fixture
def client(signed_in, admin, settings):
    settings.LANGUAGE_CODE = "en"
    return signed_in(admin)


@pytest.fixture
def filled(organisation) -> dict:
    form = PolicyForm(policy=current_policy(organisation).value(), base=1)
    return {**form.initial, "note": "why"}


def test_the_defaults_are_within_their_bounds_and_survive_the_form():
    form = PolicyForm(policy=Policy(), base=1)
    again = PolicyForm({**form.initial, "note": "why"}, policy=Policy(), base=1)
    assert again.is_valid(), again.errors
    assert again.policy() == Policy()


def test_a_change_is_a_new_version_told_in_words(client, filled):
    filled |= {
        "grace_seconds": "240",
        "weights-looked_away-per_event": "0.5",
        "tiers": ["A"],
        "report_domains": "University.kz\nexample.org",
        "judge_speech": "on",
    }
    assert client.post(reverse(NEW), filled).status_code == 302
    newest = ProctoringPolicy.objects.first()
    assert newest.version == 2
    assert newest.value().grace_seconds == 240
    assert newest.value().tiers == ("A",)
    assert newest.value().report_domains == ("example.org", "university.kz")
    (_, changes), (_, first) = client.get(reverse("exams:policies")).context["versions"]
    assert first is None
    told = {(change.label, change.before, change.after) for change in changes}
    assert ("Examinee turned away from the screen, each time", "1", "0.5") in told
    assert ("Allowed ways to record", "A, B, C", "A") in told
    assert ("A program listens to the sound for speech", "no", "yes") in told
    assert len(told) == 5


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("grace_seconds", "-1", "greater than or equal to 0"),
        ("grace_seconds", "nan", "Enter a number"),
        ("grace_seconds", "inf", "Enter a number"),
        ("coverage_minimum", "1.2", "less than or equal to 1"),
        ("random_checks", "1.5", "whole number"),
        ("segment_seconds", "60", "less than or equal to 16"),
        ("weights-poor_light-cap", "5", ""),
        ("weights-substitution-cap", "101", "less than or equal to 100"),
        ("thresholds-face_score", "2", "less than or equal to 1"),
        ("thresholds-other_person_cosine", "0.9", "Must be below"),
        ("report_domains", "no domain!", "Not a domain: no, domain!"),
        ("judge_speech", "on", "No sound is recorded"),
        ("tiers", [], "At least one way"),
        ("tiers", ["Z"], "valid choice"),
        ("note", "", "required"),
        ("base", "7", "was written meanwhile"),
    ],
)
def test_invalid_values_are_named(client, filled, name, value, words):
    if name == "judge_speech":
        filled["sound_kbps"] = "0"
    page = client.post(reverse(NEW), {**filled, name: value}).content.decode()
    assert words in page
    assert ProctoringPolicy.objects.count() == 1


def test_a_form_sent_twice_makes_one_version(client, filled):
    for _ in range(2):
        client.post(reverse(NEW), {**filled, "grace_seconds": "200"})
    assert ProctoringPolicy.objects.count() == 2


def test_a_version_that_changes_nothing_is_refused(client, filled):
    assert "No rule differs" in client.post(reverse(NEW), filled).content.decode()


def test_the_list_asks_the_database_a_fixed_number_of_times(client, filled, django_assert_num_queries):
    for version in range(1, 5):
        client.post(reverse(NEW), {**filled, "base": version, "grace_seconds": str(200 + version)})
    with django_assert_num_queries(7):
        client.get(reverse("exams:policies"))


def test_the_lists_of_words_are_kept_as_lines(client, filled):
    words = {"screen_words-messenger": " Telegram \n\nWrite  a message\nTelegram", "exam_words": "moodle.example.kz"}
    assert client.post(reverse(NEW), filled | words).status_code == 302
    rules = ProctoringPolicy.objects.first().value()
    assert rules.screen_words["messenger"] == ("Telegram", "Write a message")
    assert "AnyDesk" in rules.screen_words["remote_control"]
    assert rules.exam_words == ("moodle.example.kz",)
    (_, changes), _ = client.get(reverse("exams:policies")).context["versions"]
    assert ("Words that show the exam", "–", "moodle.example.kz") in {(c.label, c.before, c.after) for c in changes}


@pytest.mark.parametrize(("entry", "named"), [("Сообщение", "Сообщение"), ("ab", "ab"), ("x" * 61, "x" * 20 + "…")])
def test_an_entry_that_cannot_be_read_is_named(client, filled, entry, named):
    page = client.post(reverse(NEW), filled | {"exam_words": f"Moodle\n{entry}"}).content.decode()
    assert f"at most 60 characters. Change or remove: {named}<" in page


def test_the_guard_and_its_lists_are_chosen(client, filled):
    chosen = {"guard": "required", "programs-remote_control": "weighs", "programs-messengers": "off"}
    own = " Calculator:  calc.exe, gnome-calculator \n\ncheatengine.exe"
    assert client.post(reverse(NEW), filled | chosen | {"own_programs": own}).status_code == 302
    policy = ProctoringPolicy.objects.first().value()
    assert policy.guard == "required"
    assert policy.own_programs == ("Calculator: calc.exe, gnome-calculator", "cheatengine.exe")
    weighing = {p.name for p in policy.listed_programs() if policy.program_weighs(p)}
    assert {"Calculator", "AnyDesk"} <= weighing
    assert "Telegram" not in {p.name for p in policy.listed_programs()}
    (_, changes), _ = client.get(reverse("exams:policies")).context["versions"]
    told = {(c.label, c.before, c.after) for c in changes}
    assert ("Desktop guard", "not used", "required; without it the exam does not begin") in told
    assert ("Remote control", "for information, does not weigh", "a violation that weighs") in told
    assert len(told) == 4


@pytest.mark.parametrize("line", ["Calculator:", "Name: a,,b", "x" * 121, "a: b: c"])
def test_an_own_program_that_names_no_process_is_named(client, filled, line):
    page = client.post(reverse(NEW), filled | {"own_programs": line}).content.decode()
    assert f"Not a program: {line}" in page
    assert ProctoringPolicy.objects.count() == 1


@pytest.mark.parametrize("name", ["guard", "programs-messengers"])
def test_a_choice_that_is_none_is_refused(client, filled, name):
    assert "valid choice" in client.post(reverse(NEW), filled | {name: "perhaps"}).content.decode()


def test_a_list_may_be_emptied(client, filled):
    client.post(reverse(NEW), filled | {"screen_words-messenger": ""})
    assert ProctoringPolicy.objects.first().value().screen_words["messenger"] == ()


def test_what_the_student_sees_is_a_rule_like_others(client, filled):
    del filled["show_reasons"]  # an unticked box is not sent
    assert client.post(reverse(NEW), filled | {"most_violations": "10"}).status_code == 302
    rules = ProctoringPolicy.objects.first().value()
    assert (rules.most_violations, rules.show_reasons, rules.show_counter) == (10, False, True)
    (_, changes), _ = client.get(reverse("exams:policies")).context["versions"]
    told = {(change.label, change.before, change.after) for change in changes}
    assert ("Maximum of violations that the student is told (0: none)", "0", "10") in told
    assert ("Show the student the newest violations with their captions", "yes", "no") in told


def test_what_students_cannot_get_yet_is_told(client, settings, tmp_path):
    settings.OES_DATA_DIR, settings.OES_EXTENSION_IDS, settings.OES_GUARD_URL = tmp_path, [], ""
    page = client.get(reverse(NEW)).content.decode()
    assert ("docs/extension.md" in page, "docs/guard.md" in page) == (True, True)
    settings.OES_EXTENSION_IDS, settings.OES_GUARD_URL = ["a" * 32], "https://files.example.kz/guard"
    page = client.get(reverse(NEW)).content.decode()
    assert ("docs/extension.md" in page, "docs/guard.md" in page) == (False, False)


def test_the_guards_lists_are_open_where_they_matter(client, filled):
    assert '<details class="fold" >' in client.get(reverse(NEW)).content.decode()
    for change in ({"own_programs": "a: b: c"}, {"guard": "optional", "grace_seconds": "-1"}):
        assert '<details class="fold" open>' in client.post(reverse(NEW), filled | change).content.decode()
