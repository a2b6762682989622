"""Released verdicts, and appeals against them: filed, heard, voted on, decided."""
