"""What the benchmark counted of each kind; grades follow. Written by `oes bench accuracy --write-docs`."""

from oes.domain.grades import Figure

MEASURED_WITH = "7d28add76108"
"""The version of the networks that these figures are of."""

FIGURES: dict[str, Figure] = {
    "nobody_in_frame": Figure(exposure_seconds=635, false_alarms=0, events=3, found=3),
    "second_person": Figure(exposure_seconds=570, false_alarms=0, events=1, found=1),
    "substitution": Figure(exposure_seconds=635, false_alarms=0, events=1, found=1),
    "phone": Figure(exposure_seconds=635, false_alarms=0, events=2, found=2),
    "looked_away": Figure(exposure_seconds=633, false_alarms=0, events=202, found=201),
    "forbidden_object": Figure(exposure_seconds=635, false_alarms=0, events=29, found=1),
}
