"""Sets OrderDesk up where nothing is installed yet, and runs, tests, checks, measures and pictures it.

``python dev.py run`` opens the program; the other commands are for developers. Standard library
alone, since it runs before anything else is there: Debian packages, a virtual environment with the
exact versions of ``requirements.lock``, and the compiled forms. What is in place is not done again.
"""

from __future__ import annotations  # an older Python gets as far as the sentence about versions

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
STATE = Path("/var/lib/orderdesk-dev")  # for root alone, where the checkout lies in a private folder
TEST_USER = "orderdesk-test"
LOWEST, HIGHEST = (3, 11), (3, 14)

DEBIAN_PACKAGES = [
    *("python3-venv", "libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3"),
    *("libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"),
    *("libcups2", "xvfb", "xauth", "fonts-wqy-microhei", "poppler-utils"),
]
TEST_PACKAGES = ["cups", "printer-driver-cups-pdf"]  # a printer for the tests; nothing else needs it

NO_DISPLAY = """There is no display to open the window on. Either
  start it from a desktop session (or with `ssh -X`),
  or open it on a virtual display:  xvfb-run -a python3 dev.py run
  or let it paint once, unseen, and quit:  python3 dev.py run --offscreen"""


class Stop(Exception):
    """Set-up cannot go on; the text says why and what to do."""


# ---------------------------------------------------------------- set-up


def environment() -> Path:
    """The Python of an environment that holds everything; made or renewed when it is not up to date."""
    folder = environment_folder()
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = folder / "orderdesk-stamp"
    if not (python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint()):
        os.umask(0o022)  # others than root read it too
        install_debian_packages()
        make_environment(folder, python)
        stamp.write_text(fingerprint(), encoding="utf-8")
    compile_forms(python)
    return python


def environment_folder() -> Path:
    """``.venv`` in the checkout; for root in a private folder one that the test user can reach as well."""
    if is_root() and not open_to_all(ROOT):
        return STATE / hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return ROOT / ".venv"


def fingerprint() -> str:
    """Changes when anything that set-up installs from changes."""
    return hashlib.sha256(LOCK.read_bytes() + "\n".join(DEBIAN_PACKAGES).encode()).hexdigest()


def install_debian_packages(names: Sequence[str] = DEBIAN_PACKAGES) -> None:
    """Install the missing ones of these Debian packages; elsewhere than on Debian do nothing."""
    if sys.platform != "linux" or not shutil.which("apt-get"):
        return
    missing = missing_debian_packages(names)
    if not missing:
        return
    print(f"Installing Debian packages: {' '.join(missing)}", flush=True)
    sudo: list[str] = []
    if not is_root():
        if not shutil.which("sudo"):
            raise Stop(f"Debian packages are missing. As root, run:  apt-get install {' '.join(missing)}")
        sudo = ["sudo"]
    get = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    install = [*get, "-y", "--no-install-recommends", "-o=Dpkg::Use-Pty=0", "install", *missing]
    subprocess.call([*get, "update"])  # one unreachable source among several need not matter
    if subprocess.call(install):
        raise Stop(f"Debian packages did not install. As root, run:  apt-get install {' '.join(missing)}")


def missing_debian_packages(names: Sequence[str] = DEBIAN_PACKAGES) -> list[str]:
    """Those of these Debian packages that dpkg does not list as installed."""
    query = ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *names]
    listed = subprocess.run(query, capture_output=True, text=True).stdout.splitlines()
    return [name for name in names if f"{name} installed" not in listed]


def make_environment(folder: Path, python: Path) -> None:
    """Make the virtual environment unless it is there, and bring its libraries to the locked versions."""
    if not runs(python):
        print(f"Making a Python environment in {folder}", flush=True)
        base = base_python()
        if subprocess.call([base, "-m", "venv", "--clear", folder]):
            raise Stop(f"{base} could not make a virtual environment in {folder}.")
    print("Installing the libraries that OrderDesk uses (some 250 MB the first time)", flush=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    pip += ["--no-deps", "--use-pep517"]  # the lock names every library; one of them comes as source alone
    if subprocess.call([*pip, "-r", str(LOCK)]):
        raise Stop("The libraries could not be installed; mend what pip says above and start again.")


def base_python() -> str:
    """A Python of a supported version to build the environment on, the running one if it will do.

    Started by root, one that the test user can execute too: not one in root's own home.
    """
    present = getattr(sys, "_base_executable", None) or sys.executable
    named = [f"python3.{minor}" for minor in range(HIGHEST[1], LOWEST[1] - 1, -1)]
    beside = [str(Path("/usr/bin") / name) for name in named] if sys.platform == "linux" else []
    found = [path for path in [present, *map(shutil.which, named), *beside] if path]
    for path in found:
        if runs(path) and (not is_root() or open_to_all(Path(path).resolve())):
            return path
    wanted = f"Python {LOWEST[0]}.{LOWEST[1]} to {HIGHEST[0]}.{HIGHEST[1]}"
    raise Stop(f"OrderDesk needs {wanted}, installed for all users (tried: {', '.join(found)}).")


def runs(python: Path | str) -> bool:
    """Whether this is a Python that starts and whose version OrderDesk supports."""
    ask = f"import sys; sys.exit(not {LOWEST} <= sys.version_info[:2] <= {HIGHEST})"
    try:
        return subprocess.run([python, "-c", ask], capture_output=True).returncode == 0
    except OSError:
        return False


def compile_forms(python: Path) -> None:
    """Compile changed Designer forms; when none has changed, without starting another Python."""
    script = ROOT / "packaging" / "build_forms.py"
    spec = importlib.util.spec_from_file_location("build_forms", script)
    assert spec is not None and spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    if not build.is_up_to_date(ROOT) and subprocess.call([python, script]):
        raise Stop("A form in forms/ could not be compiled; mend it in Qt Designer and start again.")


def is_root() -> bool:
    """Whether root runs this on Linux, so that tests need another user."""
    return sys.platform == "linux" and os.geteuid() == 0


def open_to_all(path: Path) -> bool:
    """Whether every user may enter each folder on the way to this one and itself, or execute this file."""
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents))


def variables(**more: str) -> dict[str, str]:
    """The environment variables for OrderDesk's own Python: this checkout's code, UTF-8 everywhere."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


# ---------------------------------------------------------------- commands


def run(arguments: Sequence[str]) -> int:
    """Open the program; further arguments go to it."""
    if sys.platform == "linux" and "--offscreen" not in arguments:
        if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
            print(NO_DISPLAY, file=sys.stderr)
            return 1
    return subprocess.call([environment(), "-m", "orderdesk_gui", *arguments], env=variables())


def test(arguments: Sequence[str]) -> int:
    """Run the tests; further arguments go to pytest. Started by root, an ordinary user runs them."""
    python = environment()
    try:
        install_debian_packages(TEST_PACKAGES)
    except Stop as reason:
        print(f"Printing through CUPS is not tested. {reason}", file=sys.stderr)
    if not any(argument.startswith(("-n", "--numprocesses")) for argument in arguments):
        arguments = ["-n", "2", *arguments]
    command = [str(python), "-m", "pytest", *arguments]
    screen = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    if sys.platform == "win32":  # where Qt has fonts on its own for a real window alone
        screen["QT_QPA_FONTDIR"] = str(Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts")
    if not is_root():
        return subprocess.call(command, cwd=ROOT, env=variables(**screen))
    make_test_user()
    with tempfile.TemporaryDirectory(prefix="orderdesk-test-", dir="/var/tmp") as name:
        checkout = copy_for_test_user(Path(name))
        who = {"HOME": name, "USER": TEST_USER, "LOGNAME": TEST_USER, "PYTHONPATH": str(checkout)}
        env = {key: value for key, value in variables(**screen, **who).items() if not key.startswith("XDG_")}
        print(f"Testing a copy of the checkout as the user {TEST_USER}", flush=True)
        return subprocess.call(
            command, cwd=checkout, env=env, user=TEST_USER, group=TEST_USER, extra_groups=[], umask=0o022
        )


def make_test_user() -> None:
    """Make the user that runs the tests: root writes read-only files, and PostgreSQL refuses root."""
    if subprocess.run(["id", TEST_USER], capture_output=True).returncode:
        subprocess.run(["useradd", "--system", "--user-group", TEST_USER], check=True)


def copy_for_test_user(folder: Path) -> Path:
    """Copy the checkout, and the test data kept beside it, to where the test user may write.

    Returns the checkout's copy. The data lies in ``../shared/data`` as it does beside the original.
    """
    leave = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis")
    checkout = Path(shutil.copytree(ROOT, folder / "checkout", ignore=leave))
    data = ROOT.parent / "shared" / "data"
    if data.is_dir():
        shutil.copytree(data, folder / "shared" / "data")
    subprocess.run(["chown", "-R", f"{TEST_USER}:", folder], check=True)
    subprocess.run(["chmod", "-R", "u+rwX", folder], check=True)
    return checkout


def check(arguments: Sequence[str]) -> int:
    """Check style (ruff), types (mypy) and who imports whom (import-linter)."""
    tools = environment().parent
    failed = 0
    for command in (["ruff", "check"], ["mypy"], ["lint-imports"]):
        print(f"$ {' '.join(command)}", flush=True)
        failed |= subprocess.call([tools / command[0], *command[1:]], cwd=ROOT, env=variables())
    return 1 if failed else 0


def bench(arguments: Sequence[str]) -> int:
    """Measure speed against bare floors in the same run; further arguments go to tests/bench."""
    return subprocess.call([environment(), "-m", "tests.bench", *arguments], cwd=ROOT, env=variables())


def shots(arguments: Sequence[str]) -> int:
    """Take pictures of every page and dialog; further arguments go to tests/ui/shots.py."""
    env = variables(QT_QPA_PLATFORM="offscreen")
    return subprocess.call([environment(), ROOT / "tests" / "ui" / "shots.py", *arguments], env=env)


COMMANDS = {command.__name__: command for command in (run, test, check, bench, shots)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name; the exit code is that of what it started."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.__doc__, description=command.__doc__, allow_abbrev=False)
    chosen, rest = parser.parse_known_args(arguments)
    try:
        return COMMANDS[chosen.command](rest)
    except Stop as reason:
        print(f"dev.py: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
