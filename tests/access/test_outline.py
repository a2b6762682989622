"""The check of pages for those who do not see them finds what it is for."""

import pytest

from tests.access.outline import faults_in

WHOLE = """<html lang="en"><head><title>Appeal · OES</title></head><body><main><h1>Appeal</h1>
<h2>Votes</h2><table><tr><th scope="col">Who</th></tr></table>
<form><label for="a">Why</label><input id="a" name="why"><label>Now <input type="checkbox"></label>
<fieldset><legend>Outcome</legend><label><input type="radio" name="o"> Yes</label></fieldset>
<button><svg aria-hidden="true"></svg><span>Send</span></button><a href="/"><img src="x" alt="Home"></a></form>
</main></body></html>"""


def test_a_good_page_has_no_fault():
    assert faults_in(WHOLE) == []


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('<html lang="en">', "<html>", "no language"),
        ("<title>Appeal · OES", "<title> · OES", "no title"),
        ("<h2>", "<h3>", "heading skips a level: Votes"),
        ('<label for="a">Why</label>', "Why ", "nameless input id=a name=why"),
        ("<label>Now <input", "Now <input", "nameless input type=checkbox"),
        ("<span>Send</span>", "", "nameless button"),
        (' alt="Home"', "", "nameless a href=/"),
        (' scope="col"', "", "th without scope: Who"),
        ("<th", "<td", "table without heads: table"),
        ("<fieldset><legend>Outcome</legend>", "", "radio without a question: o"),
        ("<legend>Outcome</legend>", "", "fieldset without a legend: fieldset"),
        ('for="a"', 'for="b"', "for names nothing: b"),
        ("<h2>Votes</h2>", '<h2 id="a">Votes</h2>', "id twice: a"),
        ("<button>", '<button tabindex="3">', "own order of focus: button tabindex=3"),
        ("<h1>Appeal</h1>", "", "0 times h1"),
        (' aria-hidden="true"', "", "svg read out: svg"),
    ],
)
def test_it_finds_what_is_missing(good, bad, said):
    assert good in WHOLE
    assert any(fault.startswith(said) for fault in faults_in(WHOLE.replace(good, bad)))
