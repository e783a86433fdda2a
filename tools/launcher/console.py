"""What the user sees: a line per step, with its time, and a sign of life between."""

import contextlib
import os
import sys
import time

HEARTBEAT = 20  # seconds between signs of life where the output is not a terminal


class Console:
    def __init__(self, stream=None):
        self.stream = stream or sys.stdout
        self.live = self.stream.isatty() and os.environ.get("TERM") != "dumb"
        self.total = 0
        self.number = 0
        self._title = ""
        self._begun = self._beat = 0.0

    def plan(self, total):
        """Number the following steps ``[1/total]``."""
        self.total, self.number = total, 0

    def say(self, text=""):
        self._wipe()
        self.stream.write(text + "\n")
        self.stream.flush()

    @contextlib.contextmanager
    def step(self, title):
        self.number += 1
        self._title = self._numbered(title)
        self._begun = self._beat = time.monotonic()
        self._show(f"{self._title} ...")
        result = Result()
        try:
            yield result
        except BaseException:
            self.say(f"{self._title}: not finished ({self._seconds()})")
            raise
        note = f" - {result.note}" if result.note else ""
        self.say(f"{self._title}: {result.word} ({self._seconds()}){note}")

    def beat(self, detail=""):
        """Show that the step is alive; ``detail`` is its command's last line."""
        now = time.monotonic()
        if self.live:
            self._wipe()
            text = f"{self._title} ... {self._seconds()} {detail}"
            self.stream.write(text[: _width() - 1])
            self.stream.flush()
        elif now - self._beat >= HEARTBEAT:
            self._beat = now
            self.say(f"    ... {self._seconds()} {detail[:110]}".rstrip())

    def _numbered(self, title):
        return f"[{self.number}/{self.total}] {title}" if self.total else title

    def _seconds(self):
        return f"{time.monotonic() - self._begun:.0f} s"

    def _show(self, text):
        if self.live:
            self.beat()
        else:
            self.say(text)

    def _wipe(self):
        if self.live:
            self.stream.write("\r\033[K")


class Result:
    """What a finished step says of itself."""

    word = "done"
    note = ""


def _width():
    try:
        return os.get_terminal_size().columns
    except OSError:
        return 80


def table(head, rows):
    """Aligned columns; cells that look like numbers to the right."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(_cells, column)) for column in zip(head, *texts, strict=True)]
    lines = [_row(head, widths), "  ".join("-" * width for width in widths)]
    lines += [_row(row, widths) for row in texts]
    return "\n".join(lines)


def _row(cells, widths):
    return "  ".join(map(_pad, cells, widths)).rstrip()


def _pad(cell, width):
    blank = " " * (width - _cells(cell))
    is_number = cell.replace(",", "").replace(".", "").lstrip("-").isdigit()
    return blank + cell if is_number else cell + blank


def _cells(text):
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if "\u2e80" <= char <= "\uffef" else 1 for char in text)


console = Console()
