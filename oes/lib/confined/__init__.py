"""Work on bytes of strangers in a process of its own: a crash, a hang or a bomb ends that process and nothing else."""
