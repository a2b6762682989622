"""The staff's menu: which entries, in which groups, and which one is said to be the open one."""

import re

import pytest
from django.urls import reverse

from conftest import make_user
from oes.exams.templatetags import shell

pytestmark = pytest.mark.django_db
TITLE = re.compile(r'<p class="menu-title"[^>]*>([^<]+)</p>')
CURRENT = re.compile(r'<a href="([^"]+)" aria-current="page">\s*<svg')


def test_a_long_menu_has_headings_and_a_short_one_none(organisation, signed_in, admin, settings):
    settings.LANGUAGE_CODE = "en"
    page = signed_in(admin).get(reverse("exams:exams")).content.decode()
    assert {"Session", "People", "Help"} <= set(TITLE.findall(page))
    helper = make_user(organisation, "helper", "helpdesk")
    assert not TITLE.findall(signed_in(helper).get(reverse("portal:places")).content.decode())


def test_each_heading_names_its_entries_once():
    names = [name for name, *_ in shell._ENTRIES]
    assert len(set(names)) == len(names)
    assert shell._group_of("portal:board") == "Session"
    assert shell._group_of("portal:places") == "Help"
    assert shell._group_of("appeals:anything") == "Appeals"


@pytest.mark.parametrize(
    ("page", "entry"),
    [
        ("exams:periods", "portal:board"),
        ("exams:period_new", "portal:board"),
        ("exams:subjects", "exams:subjects"),
        ("exams:subject_new", "exams:subjects"),
        ("exams:departments", "exams:subjects"),
        ("exams:exams", "exams:exams"),
    ],
)
def test_the_entry_of_the_open_page_is_marked(signed_in, admin, page, entry):
    found = CURRENT.findall(signed_in(admin).get(reverse(page)).content.decode())
    assert found == [reverse(entry)]
