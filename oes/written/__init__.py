"""Written exams: handing out, handing in, marking, cross-checking, release."""
