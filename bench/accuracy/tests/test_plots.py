from xml.etree import ElementTree

import pytest

from bench.accuracy.plots import Axis, bars, line_plot
from bench.accuracy.rows import Curve

X = Axis("false accepts", 1e-4, 1.0, powers=True)
Y = Axis("true accepts", 0.5, 1.0)


def test_a_plot_is_well_formed_and_names_its_curves():
    curves = [
        Curve(plot="roc", label="<LFW> & more", points=((1e-5, 0.4), (1e-2, 0.75), (1.0, 1.0))),
        Curve(plot="roc", label="dot", points=((0.1, 0.9),)),
    ]
    root = ElementTree.fromstring(line_plot(curves, title="ROC", x=X, y=Y))
    texts = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert {"ROC", "<LFW> & more", "dot", "0.0001", "0.5"} <= set(texts)
    (line,) = [element.get("points") for element in root.iter() if element.tag.endswith("polyline")]
    assert len(line.split()) == 2
    assert sum(element.tag.endswith("circle") for element in root.iter()) == 1


def test_equal_factors_take_equal_space():
    assert X.place(1e-2) == pytest.approx(0.5)
    assert X.place(1e-9) == 0.0
    assert Y.place(0.75) == pytest.approx(0.5)


def test_bars_stand_longest_first():
    root = ElementTree.fromstring(bars({"mesh": 1.0, "decode": 4.5}, title="Cost", unit="ms"))
    texts = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert texts.index("decode") < texts.index("mesh")
    assert "4.5 ms" in texts
