import subprocess
import sys

import polib

from launcher import i18n

TERM = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

#: model:ir.model.fields,field_description:ops_x.field_one
{more}msgid "Contract"
msgstr "{chinese}"
"""
SECOND = "#: model:ir.model.fields,field_description:ops_x.field_two\n"


def told(tmp_path, template, translated):
    paths = [tmp_path / "ops_x.pot", tmp_path / "zh_CN.po"]
    for path, text in zip(paths, (template, translated), strict=True):
        path.write_text(text)
    command = [sys.executable, "-c", i18n.POLIB, "ops_x", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


def test_complete_chinese_is_good(tmp_path):
    template = TERM.format(more=SECOND, chinese="")
    assert told(tmp_path, template, TERM.format(more=SECOND, chinese="合同")) == ""


def test_a_label_that_the_file_does_not_name_stays_english(tmp_path):
    template = TERM.format(more=SECOND, chinese="")
    said = told(tmp_path, template, TERM.format(more="", chinese="合同"))
    assert "does not reach" in said
    assert "ops_x.field_two" in said
    assert "field_one" not in said


def test_an_empty_one_is_told(tmp_path):
    template = TERM.format(more="", chinese="")
    assert "no Chinese for" in told(tmp_path, template, template)


def test_what_is_alike_in_both_languages_is_kept(tmp_path):
    written, kept = tmp_path / "written.po", tmp_path / "zh_CN.po"
    new = '\nmsgid "New"\nmsgstr ""\n'
    written.write_text(TERM.format(more="", chinese="") + new)
    kept.write_text(TERM.format(more="", chinese="Contract"))
    subprocess.run([sys.executable, "-c", i18n.KEEP, written, kept], check=True)
    entries = {entry.msgid: entry.msgstr for entry in polib.pofile(str(kept))}
    assert entries == {"Contract": "Contract", "New": ""}


def test_what_the_file_says_wins_over_an_older_database(tmp_path):
    written, kept = tmp_path / "written.po", tmp_path / "zh_CN.po"
    written.write_text(TERM.format(more=SECOND, chinese="合约"))
    kept.write_text(TERM.format(more="", chinese="合同"))
    subprocess.run([sys.executable, "-c", i18n.KEEP, written, kept], check=True)
    (entry,) = polib.pofile(str(kept))
    assert entry.msgstr == "合同"
    assert len(entry.occurrences) == 2
