"""Translations: written from a database that has all addons, and checked."""

import shutil

from . import databases, odoo, paths, shell, template
from .outcome import check

LANGUAGE = "zh_CN"
POLIB = """
import sys, polib

def places(entry):
    # where Odoo keeps the text in the database, and translates it by this name
    return {place for place, _line in entry.occurrences if place.startswith("model")}

for addon, template, translated in zip(*[iter(sys.argv[1:])] * 3):
    try:
        known = {(e.msgctxt, e.msgid): e for e in polib.pofile(translated)}
    except OSError:
        print(f"{addon}: there is no i18n/zh_CN.po")
        continue
    for entry in polib.pofile(template):
        found = known.get((entry.msgctxt, entry.msgid))
        if found is None:
            print(f"{addon}: not in zh_CN.po: {entry.msgid[:80]!r}")
        elif found.fuzzy or not found.msgstr:
            print(f"{addon}: no Chinese for: {entry.msgid[:80]!r}")
        elif missed := places(entry) - places(found):
            print(f"{addon}: the Chinese of {entry.msgid[:80]!r} does not reach: "
                  + ", ".join(sorted(missed)))
"""

# the file's own words win: an updated database keeps older ones, and Odoo writes none
# for what reads alike in both languages
KEEP = """
import sys, polib

written, kept = sys.argv[1:]
try:
    known = {(e.msgctxt, e.msgid): e.msgstr for e in polib.pofile(kept)}
except OSError:
    known = {}
file = polib.pofile(written)
for entry in file:
    entry.msgstr = known.get((entry.msgctxt, entry.msgid)) or entry.msgstr
file.save(kept)
"""


def export(server, names):
    """Write ``ADDON.pot`` and ``zh_CN.po`` of each addon, translations kept."""
    folder = paths.OPS / "i18n"
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        _export(server, name, ["-l", "pot"])
        # beside the old file, which is read meanwhile for the terms of the code
        written = folder / f"{name}.po"
        _export(server, name, ["-l", LANGUAGE, "-o", written])
        kept = paths.ADDONS / name / "i18n" / f"{LANGUAGE}.po"
        kept.parent.mkdir(exist_ok=True)
        shell.run([paths.PYTHON, "-c", KEEP, written, kept], f"Translations {name}")


def _export(server, name, arguments):
    runner = template.runner(server)
    command = runner.command(
        databases.TEMPLATE, *arguments, "--", name, sub=("i18n", "export")
    )
    shell.run(command, f"Translations {name}", env=runner.env)


def run_check(server):
    """Every string of the code stands in ``zh_CN.po``, translated."""
    folder = paths.OPS / "i18n"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    arguments = []
    for name in odoo.addons():
        pot = folder / f"{name}.pot"
        _export(server, name, ["-l", "pot", "-o", pot])
        arguments += [name, pot, paths.ADDONS / name / "i18n" / f"{LANGUAGE}.po"]
    text = shell.output([paths.PYTHON, "-c", POLIB, *arguments])
    return check("translations", text.splitlines())
