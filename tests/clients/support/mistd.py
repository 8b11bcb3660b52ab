"""A real `mistd` on a free loopback port, with a throwaway data folder and HOME."""

import os
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from .home import ThrowawayHome

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = os.environ.get("MISTD_BIN", str(ROOT / "target" / "server" / "mistd"))


class Mistd:
    def __init__(self, *arguments):
        self.throwaway = ThrowawayHome("mistd")
        self.data = self.throwaway.folder / "data"
        self.log = self.throwaway.folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [PROGRAM, "-v", "serve", "--listen", "127.0.0.1:0", "--data-dir", self.data, *arguments],
                env=self.throwaway.environment,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True,
            )
        said = self.process.stdout.readline().split()
        if said[:1] != ["listening"]:
            self.close()
            raise RuntimeError(f"mistd did not start: {self.log.read_text()}")
        self.uri = said[1]

    def cli(self, *words, typed=None):
        """Runs one of the server's own commands on its data folder and returns what it printed."""
        done = subprocess.run(
            [PROGRAM, *words, "--data-dir", self.data],
            env=self.throwaway.environment, input=typed, check=True, capture_output=True, text=True,
        )
        return done.stdout.strip()

    def code(self, email):
        """A one-time code, which counts as a password once, for ten minutes."""
        link = self.cli("link", email, "--base-url", self.uri)
        return parse_qs(urlsplit(link).fragment.partition("?")[2])["code"][0]

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        self.throwaway.remove()
