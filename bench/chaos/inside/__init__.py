"""The hand of the fault test inside the tested processes."""
