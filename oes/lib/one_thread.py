"""What keeps numpy to one thread, as long as it is set before numpy is loaded.

Two threads cut a product elsewhere, so its last bits differ: the same sound would measure otherwise in a process that
is confined to one. They gain nothing either, since the products here are small: the idle thread waits in a loop, which
took a third of the processor time of an analysis (44 ms for one second of one student in place of 30, two cores).
"""

ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Environment variables."""
