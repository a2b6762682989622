import pytest

from oes.lib.tables import csv_answer, plain_cell


@pytest.mark.parametrize("text", ["=1+1", "+7", "-1", "@x", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert plain_cell(text) == "'" + text


def test_the_answer_is_a_download_that_is_not_kept():
    answer = csv_answer("a.csv", ["name"], [["Әділ; =x"], ["=x"]])
    assert answer.content.decode() == '\ufeffname\r\n"Әділ; =x"\r\n\'=x\r\n'
    assert answer["Cache-Control"] == "no-store"
    assert "attachment" in answer["Content-Disposition"]
