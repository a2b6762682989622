"""A slow uplink: a TCP proxy of the loopback interface that lets only so many bits a second through to the server."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE_BYTES = 4096
TIMEOUT_SECONDS = 300
WAKE_SECONDS = 0.2


class SlowLine:
    """What all connections send shares one line; answers come at full speed."""

    def __init__(self, *, port: int, kbps: float) -> None:
        """`port`: of the server behind it; `kbps`: kilobits a second upwards."""
        self._target = ("127.0.0.1", port)
        self._bytes_a_second = kbps * 1000 / 8
        self._lock = threading.Lock()
        self._free_at = 0.0
        self.sent_bytes = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(WAKE_SECONDS)
        self.port = int(self._listening.getsockname()[1])
        self._open: set[socket.socket] = set()
        self._stopping = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Close every connection."""
        self._stopping.set()
        self._listening.close()
        with self._lock:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                client, _ = self._listening.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(self._target, timeout=TIMEOUT_SECONDS)
        except OSError:
            client.close()
            return
        client.settimeout(TIMEOUT_SECONDS)
        with self._lock:
            self._open |= {client, server}
        back = threading.Thread(target=self._pump, args=(server, client, False), daemon=True)
        back.start()
        self._pump(client, server, True)
        back.join()
        with self._lock:
            self._open -= {client, server}
        client.close()
        server.close()

    def _pump(self, source: socket.socket, sink: socket.socket, slow: bool) -> None:
        """Carry bytes until one end closes, then tell the other."""
        with suppress(OSError):
            while piece := source.recv(PIECE_BYTES):
                if slow:
                    self._wait_for_turn(len(piece))
                sink.sendall(piece)
        for end, how in ((sink, socket.SHUT_WR), (source, socket.SHUT_RD)):
            with suppress(OSError):
                end.shutdown(how)

    def _wait_for_turn(self, size: int) -> None:
        with self._lock:
            begins = max(self._free_at, time.monotonic())
            self._free_at = begins + size / self._bytes_a_second
            self.sent_bytes += size
            ends = self._free_at
        time.sleep(max(0.0, ends - time.monotonic()))


@contextmanager
def slow_line(*, port: int, kbps: float) -> Iterator[SlowLine]:
    """Yield a slow line to a port of this machine; it is closed with the block."""
    line = SlowLine(port=port, kbps=kbps)
    try:
        yield line
    finally:
        line.stop()
