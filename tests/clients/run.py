"""Runs every test file in a process of its own, all at once: most of them wait for machines to start.

What each says comes when it has ended, so that nothing is mixed up.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

HERE = Path(__file__).resolve().parent


def run(name):
    words = [sys.executable, "-m", "unittest", "--verbose", name]
    return name, subprocess.run(words, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def main():
    names = sorted(file.stem for file in HERE.glob("test_*.py"))
    failed = []
    with ThreadPoolExecutor(len(names)) as pool:
        for done in as_completed([pool.submit(run, name) for name in names]):
            name, ended = done.result()
            print(f"-- {name} --\n{ended.stdout}", flush=True)
            if ended.returncode != 0:
                failed.append(name)
    sys.exit(f"failed: {', '.join(sorted(failed))}" if failed else 0)


if __name__ == "__main__":
    main()
