import pytest

from oes.domain.policy import Policy, policy_from_dict, policy_to_dict
from oes.domain.program_lists import LABELS, OWN, SYSTEMS, listed_programs, own_program, ready_lists
from oes.domain.programs import (
    GuardEvent,
    machine_episodes,
    running_programs,
    silent_episodes,
    software_episodes,
)

KINDS = {"Telegram": "forbidden_software", "AnyDesk": "listed_software"}


def told(*events: tuple[float, str] | tuple[float, str, str], start: str = "a") -> list[GuardEvent]:
    return [GuardEvent(at, kind, detail[0] if detail else "", start) for at, kind, *detail in events]


def short(episodes) -> list[tuple]:
    return [(e.kind, e.span.start, e.span.end, e.detail) for e in episodes]


def software(*events, start="a", more=()):
    return short(software_episodes([*told(*events, start=start), *more], KINDS, end_seconds=1000))


def test_a_program_is_one_episode_from_seen_to_gone_with_its_name():
    found = software((200, "program_seen", "Telegram"), (260, "program_gone", "Telegram"))
    assert found == [("forbidden_software", 200, 260, "Telegram")]


def test_two_programs_at_once_are_two_episodes_and_the_list_says_the_kind():
    found = software(
        (200, "program_seen", "Telegram"),
        (210, "program_seen", "AnyDesk"),
        (220, "program_gone", "Telegram"),
        (230, "program_gone", "AnyDesk"),
    )
    assert found == [("forbidden_software", 200, 220, "Telegram"), ("listed_software", 210, 230, "AnyDesk")]


def test_a_program_that_comes_again_soon_is_the_same_episode():
    again = [(100, "program_seen", "Telegram"), (110, "program_gone", "Telegram"), (130, "program_seen", "Telegram")]
    assert software(*again, (150, "program_gone", "Telegram")) == [("forbidden_software", 100, 150, "Telegram")]
    assert len(software(*again[:2], (150, "program_seen", "Telegram"), (160, "program_gone", "Telegram"))) == 2


def test_a_killed_guard_accuses_up_to_its_last_word_and_no_further():
    assert software((100, "program_seen", "Telegram"), (120, "heartbeat")) == [
        ("forbidden_software", 100, 120, "Telegram")
    ]
    assert software((100, "program_seen", "Telegram")) == [("forbidden_software", 100, 101, "Telegram")]


def test_a_guard_that_is_started_again_goes_on_with_the_episode():
    more = told((140, "program_seen", "Telegram"), (200, "heartbeat"), start="b")
    found = software((100, "program_seen", "Telegram"), (120, "heartbeat"), more=more)
    assert found == [("forbidden_software", 100, 200, "Telegram")]


def test_a_program_that_was_closed_before_ok_leaves_nothing():
    assert software((0, "program_seen", "Telegram"), (0, "program_gone", "Telegram"), (50, "heartbeat")) == []


def test_a_name_of_no_list_and_what_lies_after_the_end_leave_nothing():
    assert software((10, "program_seen", "Calculator"), (20, "heartbeat")) == []
    assert software((1010, "program_seen", "Telegram"), (1020, "heartbeat")) == []


def test_running_programs_are_those_of_the_newest_start():
    old = told((0, "program_seen", "AnyDesk"), start="old")
    new = told((0, "program_seen", "Telegram"), (0, "program_seen", "Zoom"), (0, "program_gone", "Zoom"))
    assert running_programs([*old, *new]) == ["Telegram"]
    assert running_programs([]) == []


def silent(*events, end=100.0):
    return short(silent_episodes(told(*events), end_seconds=end))


def test_heartbeats_are_no_silence_and_no_guard_is_none_either():
    assert silent(*((at, "heartbeat") for at in range(0, 101, 10))) == []
    assert silent() == []


def test_a_guard_that_says_nothing_is_silent_until_its_next_word_or_the_end():
    assert silent((0, "heartbeat"), (40, "heartbeat"), (50, "heartbeat"), end=60) == [("guard_silent", 0, 40, "")]
    assert silent((0, "heartbeat"), (10, "stopped")) == [("guard_silent", 10, 100, "")]
    assert silent((70, "heartbeat")) == []


def test_a_report_that_is_missing_is_silence_however_short():
    found = silent((0, "heartbeat"), (10, "reports_missing", "2"), (10, "heartbeat"), end=20)
    assert found == [("guard_silent", 0, 10, "")]


def test_a_virtual_machine_is_told_once_with_its_name():
    events = told((0, "virtual_machine", "VirtualBox"), (300, "heartbeat"))
    assert short(machine_episodes(events, end_seconds=200)) == [("virtual_machine", 0, 200, "VirtualBox")]
    assert machine_episodes(told((0, "heartbeat")), end_seconds=200) == []


def test_every_ready_list_has_a_caption_and_every_program_a_process():
    assert set(ready_lists()) == set(LABELS) - {OWN}
    for programs in ready_lists().values():
        assert len({p.name for p in programs}) == len(programs)
        assert all(any(p.processes[system] for system in SYSTEMS) for p in programs)
        assert all(name == name.lower() and not name.endswith(".exe") for p in programs for s in SYSTEMS
                   for name in p.processes[s])  # fmt: skip


@pytest.mark.parametrize(
    ("line", "name", "processes"),
    [
        ("Calculator: Calc.exe, gnome-calculator", "Calculator", ("calc", "gnome-calculator")),
        ("cheatengine.exe", "cheatengine", ("cheatengine",)),
    ],
)
def test_an_own_entry_is_a_name_with_processes_or_a_process(line, name, processes):
    program = own_program(line)
    assert (program.name, program.processes["linux"], program.key) == (name, processes, "own")


@pytest.mark.parametrize("line", ["", "   ", "Name:", "Name: a,,b", "Name: .exe"])
def test_an_own_entry_without_a_process_is_refused(line):
    with pytest.raises(ValueError, match="no process"):
        own_program(line)


def test_only_chosen_lists_are_looked_for_and_own_entries_come_first():
    programs = listed_programs({"messengers": "weighs", "own": "informative", "gone": "weighs"}, ["Zoom: zm"])
    assert {p.key for p in programs} == {"messengers", "own"}
    assert [p.processes["linux"] for p in programs if p.name == "Zoom"] == [("zm",)]
    assert listed_programs({"own": "off"}, ["Zoom: zm"]) == []


def test_a_policy_without_a_guard_looks_for_nothing():
    assert Policy().listed_programs() == []
    policy = Policy(guard="optional", own_programs=("Notes: notes",))
    assert policy_from_dict(policy_to_dict(policy)) == policy
    weighing = {p.key for p in policy.listed_programs() if policy.program_weighs(p)}
    assert weighing == {"messengers", "ai_assistants", "own"}
