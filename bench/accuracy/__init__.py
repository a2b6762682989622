"""How often the detectors are right: suites over labelled data, rows with intervals, the page made of them."""
