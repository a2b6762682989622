"""`python -m oes_guard`."""

from oes_guard.main import main

main()
