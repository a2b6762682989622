"""What past attempts would have got under other rules: asked, computed by the worker, and nothing stated changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.domain.policy import Policy, Weight, policy_from_dict, policy_to_dict
from oes.exams.forms.policy import PolicyForm
from oes.exams.models import ProctoringPolicy
from oes.exams.services import current_policy
from oes.journal.models import Entry
from oes.review import what_if
from oes.review.models import WhatIf, WhatIfLine
from oes.violations import services
from oes.violations.models import Trust
from oes.violations.tests.scenes import OTHER, SITTING, film, frame, sat

POLICY = replace(Policy(), grace_seconds=10.0, minimum_seconds=10.0)
HARSH = replace(POLICY, weights={**POLICY.weights, "second_person": Weight(60, 1, 90)})


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def judged(enrolment):
    """An attempt with a second person for 20 s and a final trust."""
    attempt = sat(enrolment, seconds=96, policy=POLICY)
    film(attempt, [frame(at + 0.5, SITTING, *([OTHER] if 40 <= at < 60 else [])) for at in range(96)])
    services.rebuild(attempt)
    Trust.objects.update(is_final=True)
    return attempt


@pytest.fixture
def question(judged, organisation, admin):
    base = current_policy(organisation).version
    return what_if.ask(organisation=organisation, policy=HARSH, note="", base=base, by=admin)


def compute() -> None:
    while what_if.compute_next():
        pass


def test_it_computes_from_the_rows_and_states_nothing(question, judged):
    before = list(Trust.objects.values())
    links = Entry.objects.filter(chain__subject=judged.uuid).count()
    compute()
    line = WhatIfLine.objects.get()
    assert (line.before, line.after_state) == (before[0]["percent"], "stated")
    assert line.after < 50 < line.before
    assert list(Trust.objects.values()) == before
    assert Entry.objects.filter(chain__subject=judged.uuid).count() == links


def test_the_same_rules_give_the_same_percent(judged, organisation, admin):
    what_if.ask(organisation=organisation, policy=POLICY, note="", base=1, by=admin)
    compute()
    line = WhatIfLine.objects.get()
    assert (line.after, line.after_state) == (line.before, line.before_state)


def test_the_page_tells_which_attempts_cross_the_line(question, signed_in, admin):
    page = signed_in(admin).get(reverse("review:what_if", args=(question.uuid,))).content.decode()
    assert "0 of 1 attempts are computed" in page
    assert "every 3s" in page
    compute()
    page = signed_in(admin).get(reverse("review:what_if", args=(question.uuid,)))
    assert "falls below the line" in page.content.decode()
    assert "every 3s" not in page.content.decode()
    assert (page.context["outcome"].below, page.context["outcome"].same) == (1, 0)
    lower = signed_in(admin).get(reverse("review:what_if", args=(question.uuid,)), {"line_percent": "1"})
    assert lower.context["outcome"].below == 0
    assert signed_in(admin).get(lower.request["PATH_INFO"], {"line_percent": "-4x"}).context["line"] == 50


def test_the_form_asks_and_comes_back_with_what_was_typed(judged, signed_in, admin, organisation):
    newest, versions = current_policy(organisation), ProctoringPolicy.objects.count()
    form = PolicyForm(policy=newest.value(), base=newest.version)
    sent = {name: value for name, value in form.initial.items() if value is not None and value is not False}
    sent["weights-second_person-per_event"] = "60"
    answer = signed_in(admin).post(reverse("review:what_if_asked"), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    row = WhatIf.objects.get()
    assert policy_from_dict(row.rules).weights["second_person"].per_event == 60
    assert ProctoringPolicy.objects.count() == versions
    signed_in(admin).post(reverse("review:what_if_asked"), sent)
    assert WhatIf.objects.count() == 1
    again = signed_in(admin).get(reverse("review:what_if_rules", args=(row.uuid,)))
    assert again.context["form"].initial["weights-second_person-per_event"] == 60
    sent["weights-second_person-per_event"] = "-1"
    faulty = signed_in(admin).post(reverse("review:what_if_asked"), sent)
    assert (faulty.status_code, WhatIf.objects.count()) == (200, 1)
    assert 'value="-1"' in faulty.content.decode()


@pytest.mark.parametrize("who", ["proctor", "aigerim", "outsider", "registrar"])
def test_only_the_administration_asks(who, question, signed_in, request):
    client = signed_in(request.getfixturevalue(who))
    assert client.post(reverse("review:what_if_asked")).status_code == 403
    assert client.get(reverse("review:what_if", args=(question.uuid,))).status_code == 403


def test_an_attempt_that_cannot_be_computed_is_given_up(question, monkeypatch):
    def fail(*_):
        raise ValueError("no rows")

    monkeypatch.setattr(what_if, "assess_under", fail)
    for _ in range(what_if.MOST_TRIES):
        with pytest.raises(ValueError, match="no rows"):
            what_if.compute_next()
    compute()
    assert WhatIfLine.objects.get().after_state == what_if.CANNOT
    assert WhatIf.objects.get().finished_at


def test_an_old_question_is_forgotten(question):
    assert not what_if.forget_next()
    WhatIf.objects.update(at=timezone.now() - timedelta(days=31))
    assert what_if.forget_next()
    assert not WhatIfLine.objects.exists()


def test_a_table_of_many_costs_as_many_queries_as_one(question, signed_in, admin, django_assert_num_queries):
    compute()
    client = signed_in(admin)
    with django_assert_num_queries(9):
        client.get(reverse("review:what_if", args=(question.uuid,)))
    assert policy_to_dict(policy_from_dict(question.rules)) == question.rules
