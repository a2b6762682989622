"""Application and protocol of an appeal as papers to print and sign, in the language of the page."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from oes.appeals import protocol_words as words
from oes.appeals.line_words import line_caption
from oes.appeals.models import Appeal, AppealLine, MemberRole, PanelMember
from oes.lib.moments import full_day, full_moment, zone_in_words
from oes.reports.typesetting import typeset

_TEMPLATE = str(Path(__file__).with_name("typst") / "paper.typ")
LEAST_SIGNATURES = 4
"""Lines for members' signatures that the sheet asks for (W15)."""
TOGETHER = 6
"""So few signatures are not torn apart by the end of a page."""
Part = dict[str, Any]


def application_pdf(appeal: Appeal, now: datetime, *, shows_contacts: bool = True, shows_name: bool = True) -> bytes:
    """Return the application (W15). `appeal` comes by `protocol_queries.with_papers`.

    Members see of its student what the rules let.
    """
    zone = ZoneInfo(appeal.organisation.time_zone)
    parts = [
        *_asked(appeal),
        _facts([_date_of_filing(appeal, zone)]),
        _signatures(_("Student"), [["", appeal.student.full_name if shows_name else ""]]),
        _heading(_("Filled in by the commission")),
        _facts(
            [
                [_("Accepted by"), appeal.accepted_by.shown_name if appeal.accepted_by else ""],
                [_("Accepted on"), full_day(appeal.accepted_at, zone) if appeal.accepted_at else ""],
                [_("Consideration by the commission"), words.hearing_words(appeal, zone)],
                [_("Decision"), _decided_in_short(appeal)],
            ]
        ),
        _signatures(_("Members of the commission"), [["", ""]] * LEAST_SIGNATURES),
    ]
    data = {
        **_frame(appeal, now, _("Appeal application")),
        "to": _to(appeal),
        "from": _student(appeal, shows_contacts=shows_contacts, shows_name=shows_name),
        "parts": parts,
    }
    return typeset(_TEMPLATE, lambda _folder: data, now)


def protocol_pdf(appeal: Appeal, now: datetime, *, draft: bool = False) -> bytes:
    """Return the protocol: the application, who considered it and how each line was decided, and who signs."""
    zone = ZoneInfo(appeal.organisation.time_zone)
    panel = [row for row in appeal.panel.all() if row.recused_at is None]  # type: ignore[attr-defined]
    parts = [
        _heading(_("Application")),
        _facts([*_student(appeal), _date_of_filing(appeal, zone), *_accepted(appeal, zone)]),
        *_asked(appeal),
        _heading(_("Consideration by the commission")),
        _facts(_considered(appeal, zone)),
        _members(panel),
        _heading(_("Decision")),
        _decisions(appeal),
        _signatures(_("Members of the commission"), signing(panel)),
    ]
    frame = _frame(appeal, now, _("Protocol of the appeal commission"))
    faculty = _("Faculty: %(faculty)s") % {"faculty": appeal.faculty.name} if appeal.faculty else ""
    data = {**frame, "to": faculty, "from": [], "parts": parts, "draft": _("DRAFT") if draft else ""}
    return typeset(_TEMPLATE, lambda _folder: data, now)


def _frame(appeal: Appeal, now: datetime, title: str) -> dict[str, Any]:
    zone = ZoneInfo(appeal.organisation.time_zone)
    moment = f"{full_moment(now, zone)}, {zone_in_words(zone, now)}"
    return {
        "language": (get_language() or "ru")[:2],
        "organisation": appeal.organisation.name,
        "title": title,
        "subtitle": _("No. %(number)d") % {"number": appeal.number},
        "foot": f"{appeal.organisation.name} · " + _("Drawn up %(moment)s") % {"moment": moment},
        "draft": "",
    }


def _to(appeal: Appeal) -> str:
    if appeal.faculty is None:
        return _("To the appeal commission")
    return _("To the appeal commission of the faculty: %(faculty)s") % {"faculty": appeal.faculty.name}


def _student(appeal: Appeal, *, shows_contacts: bool = True, shows_name: bool = True) -> list[list[str]]:
    student = appeal.student
    rows = [
        (_("Student"), student.full_name if shows_name else _("name withheld")),
        (_("Course"), str(appeal.course)),
        (_("Group"), student.study_group.code if shows_name else ""),
        (_("Speciality or programme"), appeal.programme),
        (_("IIN"), appeal.iin if shows_contacts else ""),
        (_("Contacts"), appeal.contacts if shows_contacts else ""),
        (_("Faculty"), appeal.faculty.name if appeal.faculty else ""),
    ]
    return [[label, value] for label, value in rows if value]


def _asked(appeal: Appeal) -> list[Part]:
    """Return what the student asks for, in the words of the sheet."""
    rows = list(appeal.lines.all())  # type: ignore[attr-defined]
    attached = list(appeal.attachments.all())  # type: ignore[attr-defined]
    zone = ZoneInfo(appeal.organisation.time_zone)
    about = f"{appeal.exam.title}, {full_day(appeal.exam.opens_at, zone)}"
    parts: list[Part] = [
        {
            "kind": "request", "breaks": False, "about": about,
            "text": _("Please consider my appeal on the results of the exam:"),
        },
        {"kind": "ticks", "breaks": False, "label": _("Topics"), "rows": words.topic_rows(appeal)},
    ]  # fmt: skip
    if rows:
        parts.append(_contested(rows))
    parts.append(_text(_("Statement"), appeal.text))
    if attached:
        listed = "; ".join(f"{row.name} ({row.sha256[:12]})" for row in attached)
        parts.append(_facts([[_("Attached"), listed]]))
    return parts


def _contested(rows: list[AppealLine]) -> Part:
    return {
        "kind": "table", "breaks": True, "label": _("What is contested"), "widths": [0.5, 3, 2.6, 4],
        "head": ["№", pgettext("appeal", "Line"), _("Time in the exam, points"), _("Why")],
        "rows": [
            [str(number), line_caption(row), words.line_when(row), row.text or "–"]
            for number, row in enumerate(rows, start=1)
        ],
    }  # fmt: skip


def _date_of_filing(appeal: Appeal, zone: ZoneInfo) -> list[str]:
    via = str(appeal.get_via_display())  # type: ignore[attr-defined]
    return [_("Date of filing"), f"{full_moment(appeal.filed_at, zone)[:-3]}, {via}"]


def _accepted(appeal: Appeal, zone: ZoneInfo) -> list[list[str]]:
    name = appeal.accepted_by.shown_name if appeal.accepted_by else ""
    day = full_day(appeal.accepted_at, zone) if appeal.accepted_at else ""
    return [[_("Accepted by"), ", ".join(told for told in (name, day) if told)]]


def _considered(appeal: Appeal, zone: ZoneInfo) -> list[list[str]]:
    commission = appeal.commission
    rows = [[_("Hearing"), words.hearing_words(appeal, zone) or _("none: considered in writing")]]
    if commission and commission.order_number:
        day = commission.order_date.strftime("%d.%m.%Y") if commission.order_date else ""
        rows.insert(0, [_("Commission appointed by order"), f"№ {commission.order_number} {day}".strip()])
    aside = [row for row in appeal.panel.all() if row.recused_at]  # type: ignore[attr-defined]
    if aside:
        rows.append([_("Stood aside"), ", ".join(row.member.user.shown_name for row in aside)])
    return rows


def _members(panel: list[PanelMember]) -> Part:
    shown = [
        [str(number), row.member.user.shown_name, str(MemberRole(row.member.role).label)]
        for number, row in enumerate(words.in_order(panel), start=1)
    ]
    return {
        "kind": "table", "breaks": True, "label": _("Present"), "widths": [0.5, 5, 4],
        "head": ["№", _("Full name"), _("Place in the commission")], "rows": shown,
    }  # fmt: skip


def _decisions(appeal: Appeal) -> Part:
    rows = []
    for number, line in enumerate(appeal.lines.all(), start=1):  # type: ignore[attr-defined]
        decision = getattr(line, "decision", None)
        told = [words.outcome_words(decision), words.counts_words(decision), decision.reason] if decision else [""] * 3
        rows.append([str(number), line_caption(line), *told])
    return {
        "kind": "table", "breaks": True, "label": "", "widths": [0.5, 2.4, 2, 2.3, 4],
        "head": ["№", pgettext("appeal", "Line"), _("Decision"), _("Votes"), _("Reason")], "rows": rows,
    }  # fmt: skip


def _decided_in_short(appeal: Appeal) -> str:
    """Return one phrase per line, empty before the decision: the protocol has all of it."""
    told = []
    for number, line in enumerate(appeal.lines.all(), start=1):  # type: ignore[attr-defined]
        decision = getattr(line, "decision", None)
        told += [f"{number}. {words.outcome_words(decision)}"] if decision else []
    return "; ".join(told)


def signing(panel: list[PanelMember]) -> list[list[str]]:
    """Return who signs, with empty lines where the panel is smaller than the sheet's four."""
    rows = [[str(MemberRole(row.member.role).label), row.member.user.shown_name] for row in words.in_order(panel)]
    return rows + [["", ""]] * max(0, LEAST_SIGNATURES - len(rows))


def _signatures(label: str, rows: list[list[str]]) -> Part:
    return {
        "kind": "signatures",
        "breaks": len(rows) > TOGETHER,
        "label": label,
        "rows": rows,
        "under": _("signature, date"),
    }


def _facts(rows: list[list[str]]) -> Part:
    return {"kind": "facts", "breaks": True, "rows": rows}


def _text(label: str, text: str) -> Part:
    return {"kind": "text", "breaks": True, "label": label, "text": text}


def _heading(text: str) -> Part:
    return {"kind": "heading", "breaks": False, "text": text}
