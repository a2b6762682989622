"""Reading files in: bytes to lines, lines to steps that a person reads first, and the same steps carried out."""
