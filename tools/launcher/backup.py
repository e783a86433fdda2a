"""``./ops backup`` and ``restore``: database and filestore in one verified archive."""

import contextlib
import hashlib
import io
import json
import re
import shutil
import subprocess
import tarfile
import time

from . import databases, paths, shell
from .errors import Trouble
from .postgres import SEPARATOR

MANIFEST = "manifest.json"
DUMP = "database.dump"
FILE = re.compile(r"filestore/[0-9a-f]{2}/[0-9a-f]{40}")
FORMAT = 1
STOP = ("-v", "ON_ERROR_STOP=1")
ROWS = """
SELECT 'rows ' || relname,
       (xpath('/row/n/text()', query_to_xml(
           format('SELECT count(*) AS n FROM public.%I', relname), false, true, ''
       )))[1]::text
  FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'objects ' || kind, count(*)::text FROM (
    SELECT 'relation ' || relkind::text AS kind FROM pg_class
     WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'constraint ' || contype::text FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace
) all_objects GROUP BY kind
"""
ATTACHMENTS = (
    "SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL"
)


def backup(server, name, target):
    """Write the archive, complete or not at all; ``{what: count}`` that it holds."""
    if not server.exists(name):
        raise Trouble(f"There is no database {name}; ./ops demo makes it.")
    work = paths.RUN / "backup"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    with snapshot(server, name) as (key, query):
        contents, files = dict(query(ROWS)), [row[0] for row in query(ATTACHMENTS)]
        command = [
            server.tool("pg_dump"), "-Fc", f"--snapshot={key}", "-f", work / DUMP, name,
        ]  # fmt: skip
        shell.run(command, "Backup", source="the server", env=server.env)
    fresh = target.with_name(f".{target.name}.new")
    try:
        manifest = {
            "format": FORMAT,
            "database": name,
            "note": server.note(name),
            "contents": contents,
            "dump_sha256": _sha(work / DUMP, hashlib.sha256()),
            "files": sorted(files),
        }
        _write(fresh, databases.filestore(name), work / DUMP, manifest)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
        shutil.rmtree(work, ignore_errors=True)
    return {"tables": _tables(contents), "files": len(files)}


def _tables(contents):
    return sum(1 for name in contents if name.startswith("rows "))


@contextlib.contextmanager
def snapshot(server, name):
    """One view of the data for the dump and the counts: ``(key, query)``."""
    command = [server.tool("psql"), "-XqtA", "-F", SEPARATOR, "-d", name, *STOP]
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=server.env,
    )

    def query(sql):
        process.stdin.write(f"{sql};\n\\echo --end--\n")
        process.stdin.flush()
        rows = []
        for line in process.stdout:
            if line.strip() == "--end--":
                return rows
            rows.append(line.rstrip("\n").split(SEPARATOR))
        raise Trouble("The server ended the connection during the backup.")

    try:
        query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield query("SELECT pg_export_snapshot()")[0][0], query
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait()


def _write(path, store, dump, manifest):
    files = manifest["files"]
    missing = [each for each in files if not (store / each).is_file()]
    if missing:
        raise Trouble(f"The filestore lacks {len(missing)} files: {missing[0]}, ...")
    with tarfile.open(path, "w") as archive:
        data = json.dumps(manifest, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mtime = len(data), int(time.time())
        archive.addfile(info, io.BytesIO(data))
        archive.add(dump, DUMP)
        for each in files:
            archive.add(store / each, f"filestore/{each}")


def restore(server, name, source):
    """Put the archive in the place of the database, once all of it is proven."""
    with databases.build(server, name) as fresh:
        work = paths.RUN / "restore"
        shutil.rmtree(work, ignore_errors=True)
        try:
            manifest = extract(source, work)
            _load(server, fresh, work, manifest)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        server.set_note(fresh, manifest["note"])
    return {"tables": _tables(manifest["contents"]), "files": len(manifest["files"])}


def extract(source, work):
    """Unpack what an archive of ours may hold, checked; its manifest."""
    work.mkdir(parents=True)
    try:
        with tarfile.open(source, "r:") as archive:
            for member in archive:
                if not _is_expected(member):
                    raise Trouble(f"{source} holds {member.name}, which is not ours.")
                _unpack(archive, member, work / member.name)
        manifest = json.loads((work / MANIFEST).read_text())
    except (tarfile.TarError, ValueError, FileNotFoundError) as error:
        raise Trouble(f"{source} is not a backup made by ./ops: {error}") from None
    if manifest.get("format") != FORMAT:
        raise Trouble(f"{source} was made by another version of ./ops backup.")
    _check_files(source, work, manifest)
    return manifest


def _is_expected(member):
    name = member.name
    return member.isfile() and (name in (MANIFEST, DUMP) or FILE.fullmatch(name))


def _unpack(archive, member, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.extractfile(member) as data, target.open("wb") as file:
        shutil.copyfileobj(data, file)


def _check_files(source, work, manifest):
    """Odoo names a file by its sha1, the manifest has the dump's sha256."""
    broken = [
        each
        for each in manifest["files"]
        if _sha(work / "filestore" / each, hashlib.sha1(usedforsecurity=False))
        != each.rpartition("/")[2]
    ]
    if _sha(work / DUMP, hashlib.sha256()) != manifest["dump_sha256"]:
        broken.append(DUMP)
    if broken:
        raise Trouble(f"{source} is damaged: {broken[0]} is not what was saved.")


def _load(server, fresh, work, manifest):
    server.create(fresh)
    command = [
        server.tool("pg_restore"), "--no-owner", "--exit-on-error", "-d", fresh,
        work / DUMP,
    ]  # fmt: skip
    shell.run(command, "Restore", source="the server", env=server.env)
    found = dict(server.sql(ROWS, fresh))
    wrong = sorted(set(found.items()) ^ set(manifest["contents"].items()))
    if wrong:
        raise Trouble(f"The restored database differs from the saved one: {wrong[0]}.")
    if (work / "filestore").is_dir():
        target = databases.filestore(fresh)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(work / "filestore", target)


def _sha(path, total):
    if not path.is_file():
        return None
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            total.update(block)
    return total.hexdigest()
