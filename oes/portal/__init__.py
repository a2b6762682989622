"""The exam session for people: its page, the board, help and seats, applications."""
