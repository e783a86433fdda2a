"""One clear sentence for what can go wrong outside of the project."""

import errno
import re
from pathlib import Path


class Trouble(Exception):
    """A condition that the user can act on; its text is the whole message."""


FULL_DISK = "The disk is full: free some space and run the same command again."

_FULL = r"No space left on device|Disk quota exceeded|You don't have enough free space"
_CAUSES = [
    (_FULL, FULL_DISK),
    (r"Could not resolve|Temporary failure (?:in name resolution|resolving)"
     r"|Network is unreachable|Could not connect to|Connection (?:refused|timed out)"
     r"|Failed to establish a new connection|Name or service not known"
     r"|No route to host|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN"
     r"|NewConnectionError|Max retries exceeded|getaddrinfo failed",
     "No network: {source} could not be reached; check the connection or the proxy "
     "and run the same command again (it goes on where it stopped)."),
    (r"Could not get lock|Unable to acquire the dpkg frontend lock",
     "Another package manager is at work; wait until it has finished and run the "
     "same command again."),
    (r"Release file for \S+ is (?:expired|not valid yet)",
     "{source} is out of date, or this machine's clock is wrong; set the clock, or "
     "name another mirror in OPS_DEBIAN_MIRROR."),
    (r"NO_PUBKEY|is not signed|signatures? (?:could not|couldn't) be verified",
     "The signature of {source} could not be verified; update the package "
     "debian-archive-keyring and run the same command again."),
]  # fmt: skip


def explain(text, title, source, log):
    """The sentence for a failed step, from what its command printed."""
    for pattern, sentence in _CAUSES:
        if re.search(pattern, text, re.IGNORECASE):
            return _capital(sentence.format(source=source))
    return f"{title} failed; what it printed is in {log}:\n{_tail(text)}"


def _capital(sentence):
    return sentence[0].upper() + sentence[1:]


def is_full_disk(text):
    return bool(re.search(_FULL, text))


def explain_os_error(error):
    """The sentence for an ``OSError``, or None where it is not the machine's fault."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL_DISK
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and error.filename:
        return f"No right to write {error.filename}: {error.strerror}."
    return None


def _tail(text, count=12):
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    return "\n".join(f"  {line[:200]}" for line in lines[-count:])


def read_tail(path, size=20_000):
    """The last ``size`` bytes of a file as text, empty where there is no file."""
    path = Path(path)
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - size))
        return file.read().decode(errors="replace")
