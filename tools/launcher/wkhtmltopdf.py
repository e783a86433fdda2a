"""wkhtmltopdf where the system has none: Debian's last one, unpacked under ``.ops``.

Debian 13 and later lack it. Its own libraries lie beside it, down to the C library, so
nothing of the system matters but the fonts.
"""

import shlex

from . import debian, paths, shell, stamps
from .errors import Trouble

PROGRAM = paths.BIN / "wkhtmltopdf"
PACKAGE = "wkhtmltopdf"
SUITE = "bookworm"
# Graphics drivers and lists of countries: large, and never loaded off screen.
NOT_NEEDED = {"libgl1-mesa-dri", "libllvm15", "libz3-4", "iso-codes"}
TREE = paths.OPS / PACKAGE
KEY = stamps.digest([SUITE, 1])


def ensure():
    """Download and unpack, unless the system has its own."""
    if shell.which(PACKAGE) or stamps.is_done(PACKAGE, KEY):
        return
    archive = debian.Archive([SUITE])
    names = set(archive.closure(PACKAGE)) - NOT_NEEDED
    folder = paths.OPS / "debs-printing"
    archive.download(folder, sorted(names))
    debian.unpack(folder, TREE, lambda tree: None)
    _write_program()
    shell.output([PROGRAM, "--version"])
    stamps.mark(PACKAGE, KEY)


def _write_program():
    """A script that starts the program with its own loader and libraries."""
    loader = next(TREE.glob("lib/*/ld-linux*.so*"), None)
    if not loader:
        raise Trouble("Debian's wkhtmltopdf does not fit this machine's processor.")
    triplet = loader.parent.name
    libraries = f"{TREE}/usr/lib/{triplet}:{TREE}/lib/{triplet}"
    command = [loader, "--library-path", libraries, TREE / "usr/bin" / PACKAGE]
    paths.BIN.mkdir(exist_ok=True)
    PROGRAM.write_text(
        "#!/bin/sh\n"
        f"QT_PLUGIN_PATH={shlex.quote(f'{TREE}/usr/lib/{triplet}/qt5/plugins')}\n"
        "QT_QPA_PLATFORM=offscreen\n"
        "export QT_PLUGIN_PATH QT_QPA_PLATFORM\n"
        f'exec {shlex.join(map(str, command))} "$@"\n'
    )
    PROGRAM.chmod(0o755)
