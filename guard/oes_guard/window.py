"""The guard's window: code, start, and a log of everything that it tells."""

import queue
import threading
import time
import tkinter as tk
from functools import partial
from tkinter import ttk

from oes_guard import words
from oes_guard.agent import Agent
from oes_guard.client import Client, WrongAddress
from oes_guard.platforms import Platform

ASK_MS = 200
CLOSE_SECONDS = 6.0


class Window:
    """One window. The agent works in a thread and hands over sentences; only this thread touches Tk."""

    def __init__(self, *, platform: Platform, language: str, server: str = "", code: str = "") -> None:
        self._platform, self._language = platform, language
        self._said: queue.Queue[tuple[str, dict[str, str]]] = queue.Queue()
        self._agent: Agent | None = None
        self._thread: threading.Thread | None = None
        self._root = tk.Tk()
        self._root.minsize(420, 420)
        self._root.geometry("560x560")
        self._root.protocol("WM_DELETE_WINDOW", self.close)
        self._server, self._code = tk.StringVar(value=server), tk.StringVar(value=code)
        self._labels: dict[str, ttk.Label] = {}
        self._build()
        self._write()

    def run(self) -> None:
        """Show the window until it is closed."""
        self._root.after(ASK_MS, self._hear)
        self._root.mainloop()

    def close(self) -> None:
        """End the guard in order, then the window."""
        self._stop()
        self._root.destroy()

    def _build(self) -> None:
        box = ttk.Frame(self._root, padding=14)
        box.pack(fill="both", expand=True)
        languages = ttk.Frame(box)
        languages.pack(anchor="e")
        for key, name in words.LANGUAGES.items():
            ttk.Button(languages, text=name, command=partial(self._speak, key)).pack(side="left", padx=2)
        promise = self._labels["promise"] = ttk.Label(box, wraplength=520, justify="left")
        promise.pack(fill="x", pady=8)
        promise.bind("<Configure>", lambda event: promise.configure(wraplength=event.width - 8))
        self._field(box, "server", self._server)
        entry = self._field(box, "code", self._code)
        entry.configure(font=("TkFixedFont", 16))
        entry.bind("<Return>", lambda _: self._press())
        self._button = ttk.Button(box, command=self._press)
        self._button.pack(anchor="w", pady=8)
        self._log = tk.Text(box, height=8, wrap="word", state="disabled", relief="solid", borderwidth=1, padx=6, pady=6)
        self._log.pack(fill="both", expand=True)
        entry.focus_set()

    def _field(self, box: ttk.Frame, key: str, value: tk.StringVar) -> ttk.Entry:
        self._labels[key] = ttk.Label(box)
        self._labels[key].pack(anchor="w")
        entry = ttk.Entry(box, textvariable=value)
        entry.pack(fill="x", pady=(0, 6))
        return entry

    def _speak(self, language: str) -> None:
        self._language = language
        self._write()

    def _write(self) -> None:
        self._root.title(words.sentence(self._language, "title"))
        for key, label in self._labels.items():
            label.configure(text=words.sentence(self._language, key))
        self._button.configure(text=words.sentence(self._language, "stop" if self._is_running else "start"))

    @property
    def _is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _press(self) -> None:
        if self._is_running:
            self._stop()
        else:
            self._start()
        self._write()

    def _start(self) -> None:
        code = self._code.get().strip()
        if not code:
            return self._say("no_code")
        try:
            client = Client(self._server.get())
        except WrongAddress:
            return self._say("wrong_address")
        self._agent = Agent(client=client, platform=self._platform, say=self._say)
        self._thread = threading.Thread(target=self._agent.run, args=(code,), daemon=True)
        self._thread.start()
        self._code.set("")
        return None

    def _stop(self) -> None:
        if self._agent and self._thread:
            self._agent.stop()
            self._thread.join(CLOSE_SECONDS)

    def _say(self, key: str, **values: str) -> None:
        self._said.put((key, values))

    def _hear(self) -> None:
        while not self._said.empty():
            key, values = self._said.get_nowait()
            if words.says(key):
                self._add(words.sentence(self._language, key, **values))
        self._write()
        self._root.after(ASK_MS, self._hear)

    def _add(self, text: str) -> None:
        self._log.configure(state="normal")
        self._log.insert("end", f"{time.strftime('%H:%M:%S')}  {text}\n")
        self._log.configure(state="disabled")
        self._log.see("end")
