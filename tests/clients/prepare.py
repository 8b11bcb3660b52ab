#!/usr/bin/env python3
"""Makes the Python client of 2014 ready to run, in a throwaway virtual environment.

Usage: prepare.py FOLDER   (with Python 3.8 to 3.12: later ones have no lib2to3)

Its package is downloaded by pip, checked, converted to Python 3 and changed as changes.py says. Afterwards
FOLDER/bin/python imports `mistclient` and FOLDER/bin/mist is its command.
"""

import shutil
import subprocess
import sys
import tempfile
import venv
import warnings
from pathlib import Path

from changes import CHANGES

with warnings.catch_warnings():
    # That it will be gone from Python 3.13 is why this needs an older one.
    warnings.simplefilter("ignore")
    from lib2to3 import refactor

HERE = Path(__file__).resolve().parent


def main(folder):
    venv.create(folder, with_pip=True, clear=True, symlinks=True)
    python = folder / "bin" / "python"

    def pip(*words):
        subprocess.run([python, "-m", "pip", "--quiet", "--disable-pip-version-check", *words], check=True)

    pip("install", "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", HERE / "libraries.txt")
    with tempfile.TemporaryDirectory() as downloads:
        # Without isolation pip unpacks the client's metadata by the setuptools that was just installed.
        pip(
            *["download", "--require-hashes", "--no-deps", "--no-binary", ":all:", "--no-build-isolation"],
            *["--dest", downloads, "-r", HERE / "client.txt"],
        )
        (archive,) = Path(downloads).iterdir()
        shutil.unpack_archive(archive, downloads)
        (source,) = Path(downloads).glob("*/src")
        convert(source)
        change(source)
        install(source, folder, python)


def convert(source):
    """Turns Python 2 into Python 3, by Python's own converter."""
    converter = refactor.RefactoringTool(refactor.get_fixers_from_package("lib2to3.fixes"))
    for file in [*source.rglob("*.py"), source / "mistcommand" / "mist"]:
        # The converter wants a line end at the end, which some of the files lack.
        file.write_text(str(converter.refactor_string(file.read_text() + "\n", str(file))))


def change(source):
    for name, before, after in CHANGES:
        file = source / name
        text = file.read_text()
        if text.count(before) != 1:
            sys.exit(f"{name} has {before!r} {text.count(before)} times, not once")
        file.write_text(text.replace(before, after))


def install(source, folder, python):
    printed = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, text=True,
    )
    packages = Path(printed.stdout.strip())
    for package in [source / "mistclient", source / "mistcommand", HERE / "stub" / "ansible"]:
        shutil.copytree(package, packages / package.name)
    command = folder / "bin" / "mist"
    text = (source / "mistcommand" / "mist").read_text()
    command.write_text(f"#!{python}\n" + text.split("\n", 1)[1])
    command.chmod(0o755)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]).resolve())
