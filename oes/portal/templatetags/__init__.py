"""Template tags of the exam session."""
