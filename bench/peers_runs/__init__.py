"""What `oes bench peers` runs: one script per system, each in a process and an environment of its own.

The scripts of peers know nothing of OES: they import `harness.py` beside them, NumPy, and their own system.
"""
