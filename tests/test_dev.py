"""dev.py sets up what is missing, once, and the lock file names exactly what OrderDesk needs."""

import importlib.util
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
MACHINES = [
    {"python_version": version, "python_full_version": f"{version}.1", "sys_platform": platform}
    | {"platform_system": system, "os_name": os_name, "implementation_name": "cpython"}
    for version in ("3.11", "3.12", "3.13")
    for platform, system, os_name in (("linux", "Linux", "posix"), ("win32", "Windows", "nt"))
]


@pytest.fixture
def dev() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("dev_under_test", ROOT / "dev.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module


@pytest.fixture
def calls(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What dev.py would start, in an environment that is up to date, as an ordinary user."""
    started: list[list[str]] = []

    def call(command: list[object], **_: object) -> int:
        started.append([str(part) for part in command])
        return 3

    monkeypatch.setattr(dev.subprocess, "call", call)
    monkeypatch.setattr(dev, "environment", lambda: Path("env/bin/python"))
    monkeypatch.setattr(dev, "TEST_PACKAGES", [])
    monkeypatch.setattr(dev, "is_root", lambda: False)
    return started


# ---------------------------------------------------------------- the lock file


def locked(environment: dict[str, str] | None = None) -> dict[str, str]:
    """Name and version of each line of the lock file that applies to a machine."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    entries = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {
        canonicalize_name(entry.name): str(entry.specifier).removeprefix("==")
        for entry in entries
        if environment is None or entry.marker is None or entry.marker.evaluate(environment)
    }


def test_lock_names_exact_versions_and_no_place_to_get_them_from() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            assert [spec.operator for spec in Requirement(line).specifier] == ["=="], line
            assert "://" not in line and "@" not in line


def test_lock_fulfils_every_range_of_the_project_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    wanted += project["build-system"]["requires"]
    for requirement in map(Requirement, wanted):
        version = locked().get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not in requirements.lock"
        assert requirement.specifier.contains(version), f"{requirement} but locked {version}"


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: f"{m['sys_platform']}-{m['python_version']}")
def test_lock_holds_everything_that_its_packages_need(machine: dict[str, str]) -> None:
    here = locked(machine)
    for name in locked(MACHINES[0]):
        for line in metadata.requires(name) or []:
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({**machine, "extra": ""}):
                version = here.get(canonicalize_name(need.name))
                assert version is not None, f"{name} needs {line}"
                assert need.specifier.contains(version), f"{name} needs {line}, locked {version}"


def test_tests_run_with_the_locked_versions() -> None:
    machine = MACHINES[0] if sys.platform == "linux" else MACHINES[1]
    differing = {
        name: (version, metadata.version(name))
        for name, version in locked(machine).items()
        if metadata.version(name) != version
    }
    assert differing == {}


# ---------------------------------------------------------------- set-up


def test_script_needs_nothing_but_the_standard_library() -> None:
    done = subprocess.run([sys.executable, "-I", "-S", ROOT / "dev.py", "-h"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert all(command in done.stdout for command in ("run", "test", "check", "bench", "shots"))


def test_second_start_sets_nothing_up(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def make(folder: Path, python: Path) -> None:
        made.append(folder)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1\n", encoding="utf-8")
    monkeypatch.setattr(dev, "LOCK", lock)
    monkeypatch.setattr(dev, "environment_folder", lambda: tmp_path / "env")
    monkeypatch.setattr(dev, "install_debian_packages", lambda: None)
    monkeypatch.setattr(dev, "make_environment", make)
    monkeypatch.setattr(dev, "compile_forms", lambda python: None)
    assert dev.environment() == dev.environment()
    assert made == [tmp_path / "env"]
    lock.write_text("a==2\n", encoding="utf-8")
    dev.environment()
    assert len(made) == 2


def test_only_missing_debian_packages_are_installed(
    dev: ModuleType, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = "\n".join(f"{name} installed" for name in dev.DEBIAN_PACKAGES if name != "libegl1")
    answer = subprocess.CompletedProcess([], 1, stdout=listed + "\nlibegl1 not-installed")
    monkeypatch.setattr(dev.subprocess, "run", lambda *_, **__: answer)
    monkeypatch.setattr(dev.subprocess, "call", lambda command: calls.append(command) or 0)
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    dev.install_debian_packages()
    assert [command[0] for command in calls] == ["sudo", "sudo"]
    assert calls[0][-1] == "update"
    assert calls[1][-2:] == ["install", "libegl1"]


def test_without_root_and_sudo_the_way_out_is_told(
    dev: ModuleType, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev, "missing_debian_packages", lambda _names: ["libegl1"])
    monkeypatch.setattr(dev.shutil, "which", lambda name: None if name == "sudo" else f"/usr/bin/{name}")
    with pytest.raises(dev.Stop, match="As root, run:  apt-get install libegl1"):
        dev.install_debian_packages()
    assert calls == []


@pytest.mark.skipif(sys.platform != "linux", reason="root and file modes as on Linux")
def test_root_passes_over_a_python_that_others_cannot_execute(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    (private / "python").touch(mode=0o755)
    assert not dev.open_to_all(private / "python")
    assert dev.open_to_all(Path("/usr/bin/env"))
    monkeypatch.setattr(dev, "is_root", lambda: True)
    monkeypatch.setattr(dev, "runs", lambda path: path in (str(private / "python"), "/usr/bin/env"))
    monkeypatch.setattr(dev.sys, "_base_executable", str(private / "python"))
    monkeypatch.setattr(dev.shutil, "which", lambda name: "/usr/bin/env")
    assert dev.base_python() == "/usr/bin/env"


def test_unsupported_python_is_refused_with_a_sentence(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "runs", lambda path: False)
    with pytest.raises(dev.Stop, match=r"needs Python 3\.11 to 3\.14"):
        dev.base_python()


# ---------------------------------------------------------------- commands


def test_run_without_a_display_says_what_to_do(
    dev: ModuleType,
    calls: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert dev.main(["run"]) == 1
    assert "run --offscreen" in capsys.readouterr().err
    assert calls == []
    assert dev.main(["run", "--offscreen", "--data", "x"]) == 3
    assert calls[0][1:] == ["-m", "orderdesk_gui", "--offscreen", "--data", "x"]


def test_tests_use_both_cores_unless_told_otherwise(dev: ModuleType, calls: list[list[str]]) -> None:
    assert dev.main(["test", "tests/rules", "-k", "money"]) == 3
    assert dev.main(["test", "-n0"]) == 3
    assert calls[0][2:] == ["pytest", "-n", "2", "tests/rules", "-k", "money"]
    assert calls[1][2:] == ["pytest", "-n0"]


def test_check_runs_every_tool_even_when_one_fails(dev: ModuleType, calls: list[list[str]]) -> None:
    assert dev.main(["check"]) == 1
    assert [Path(command[0]).name for command in calls] == ["ruff", "mypy", "lint-imports"]


@pytest.mark.parametrize("command", ["run", "test", "check", "bench", "shots"])
def test_every_command_explains_itself(dev: ModuleType, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        dev.main([command, "-h"])
    assert end.value.code == 0
    assert f"dev.py {command}" in capsys.readouterr().out


def test_failure_to_set_up_is_one_sentence(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> Path:
        raise dev.Stop("No libraries today.")

    monkeypatch.setattr(dev, "environment", fail)
    assert dev.main(["check"]) == 1
    assert capsys.readouterr().err == "dev.py: No libraries today.\n"


def test_without_a_printer_for_tests_the_other_tests_run(
    dev: ModuleType, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(names: list[str]) -> None:
        assert names is dev.TEST_PACKAGES
        raise dev.Stop("As root, run:  apt-get install cups")

    monkeypatch.setattr(dev, "install_debian_packages", refuse)
    assert dev.main(["test", "tests/rules"]) == 3
    assert calls[0][-1] == "tests/rules"
    assert "apt-get install cups" in capsys.readouterr().err
