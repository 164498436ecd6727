"""The wheel holds what a user needs and nothing else, and works in an environment that never saw this tree."""

import json
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import rust_daq_jupyter

ROOT = Path(__file__).parents[2]
PANELS = sorted(path.stem for path in (ROOT / "js" / "panels").glob("*.ts"))
SITE = Path("lib", f"python{sys.version_info.major}.{sys.version_info.minor}", "site-packages")


def run(*words: object, **options: object) -> str:
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, timeout=300, check=False, **options
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    run(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", folder, cwd=ROOT)
    return next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An environment of its own with the wheel; only the libraries it depends on are borrowed from ours."""
    place = tmp_path_factory.mktemp("elsewhere")
    venv.create(place, with_pip=False, symlinks=True)
    python = place / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--quiet", wheel)
    borrowed = Path(sys.executable).parent.parent / SITE
    (place / SITE / "borrowed.pth").write_text(f"{borrowed}\n")
    return place


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.timeout(300)
def test_it_holds_what_a_user_needs(wheel: Path) -> None:
    names = names_in(wheel)
    assert PANELS
    bundles = {f"rust_daq_jupyter/panels/static/{panel}.{kind}" for panel in PANELS for kind in ("js", "css")}
    assert bundles | {"rust_daq_jupyter/py.typed", "rust_daq_jupyter/demo_notebooks/01_first_light.ipynb"} <= names
    assert any(name.endswith("data/etc/jupyter/jupyter_server_config.d/rust_daq_jupyter.json") for name in names)
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in names)


def test_it_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names_in(wheel)}
    assert {top for top in tops if ".dist-info" not in top and ".data" not in top} == {"rust_daq_jupyter"}
    assert not [name for name in names_in(wheel) if name.endswith((".ts", ".map", ".pyc"))]


@pytest.mark.timeout(300)
def test_the_sdist_makes_the_same_wheel_without_node(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    words = ("-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", tmp_path, sdist)
    run(sys.executable, *words, env={"PATH": str(tmp_path), "HOME": str(tmp_path)})
    made = next(tmp_path.glob("*.whl"))
    assert (made.name, names_in(made)) == (wheel.name, names_in(wheel))


def test_the_sdist_holds_what_it_is_made_of_and_nothing_else(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    tracked = {name for name in listed.split("\0") if name}
    built = tuple(f"rust_daq_jupyter/{part}/static/" for part in ("panels", "server"))
    assert {name for name in names - tracked if not name.startswith(built)} == {"PKG-INFO"}
    assert {name for name in tracked if name.startswith(("js/", "rust_daq_jupyter/", "tests/"))} <= names


@pytest.mark.timeout(300)
def test_it_is_imported_from_where_it_was_installed(elsewhere: Path, tmp_path: Path) -> None:
    look = "import rust_daq_jupyter.aio as aio, rust_daq_jupyter as d; print(d.__file__, aio.connect.__name__, d.scan)"
    assert run(elsewhere / "bin" / "python", "-c", look, cwd=tmp_path).startswith(str(elsewhere))


def test_its_program_runs(elsewhere: Path, tmp_path: Path) -> None:
    assert "STOP ALL" in run(elsewhere / "bin" / "rust-daq-jupyter", "--help", cwd=tmp_path)


@pytest.mark.integration
def test_its_simulator_serves_a_script(elsewhere: Path, tmp_path: Path) -> None:
    ask = 'from rust_daq_jupyter import connect\nwith connect("sim") as lab: print(lab["mock_stage"].position)'
    assert float(run(elsewhere / "bin" / "python", "-c", ask, cwd=tmp_path)) == pytest.approx(0, abs=100)


def test_its_server_extension_is_enabled(elsewhere: Path, tmp_path: Path) -> None:
    assert (elsewhere / "etc/jupyter/jupyter_server_config.d/rust_daq_jupyter.json").exists()
    look = "from jupyter_server.extension.utils import validate_extension as v; print(v('rust_daq_jupyter.server'))"
    assert run(elsewhere / "bin" / "python", "-c", look, cwd=tmp_path).strip()


def test_jupyterlab_finds_the_top_bar(elsewhere: Path) -> None:
    extension = elsewhere / "share/jupyter/labextensions/rust-daq-jupyter"
    about = json.loads((extension / "package.json").read_text())
    load = about["jupyterlab"]["_build"]["load"]
    assert about["version"] == rust_daq_jupyter.__version__
    assert (about["name"], about["jupyterlab"]["_build"]["extension"]) == (extension.name, "./extension")
    assert f'"{extension.name}"' in (extension / load).read_text()
    look = "from jupyterlab.labextensions import main; main()"
    listed = run(elsewhere / "bin" / "python", "-c", look, "list")
    assert re.search(rf"{extension.name} v{re.escape(rust_daq_jupyter.__version__)} .*enabled.*OK", listed)


def test_ours_is_enabled_too() -> None:
    assert (Path(sys.executable).parent.parent / "share/jupyter/labextensions/rust-daq-jupyter/package.json").exists()
    assert (Path(sys.executable).parent.parent / "etc/jupyter/jupyter_server_config.d/rust_daq_jupyter.json").exists()
