"""A test with servers of its own, and the client of 2014 as a library and as a command."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

from mistclient import MistClient

from . import untouched
from .home import ThrowawayHome
from .mistd import Mistd
from .sshd import SshServer
from .waiting import until

# Beside the Python that runs this, where prepare.py has put it.
COMMAND = Path(sys.executable).with_name("mist")

# Signs in by one-time codes, and by a password.
EMAIL = "ops@example.net"
WITH_PASSWORD = "command@example.net"
PASSWORD = "correct horse battery"


class World(unittest.TestCase):
    """A fresh `mistd` for every test, `self.client` signed in to it by a one-time code, and no more until
    it is asked for.
    """

    #: What `mistd serve` is told besides.
    options = ()

    def setUp(self):
        before = untouched.fingerprints()
        # Last of all: after every server has ended.
        self.addCleanup(lambda: self.assertEqual(untouched.fingerprints(), before))
        # Whatever the machine has set up for others: these servers are on loopback.
        proxies = [name for name in os.environ if name.lower().endswith("_proxy")]
        for name in proxies:
            self.addCleanup(os.environ.__setitem__, name, os.environ.pop(name))
        self.mistd = Mistd(*self.options)
        self.addCleanup(self.mistd.close)
        self.mistd.cli("user", "add", EMAIL, "--no-password")
        self.client = self.sign_in()
        self.addCleanup(lambda: self.assertEqual(self.mistd.throwaway.harmful_calls, []))

    def sign_in(self):
        """A client of its own that knows nothing yet."""
        return MistClient(mist_uri=self.mistd.uri, email=EMAIL, password=self.mistd.code(EMAIL))

    def start_sshd(self):
        """A machine that can be reached."""
        self.sshd = SshServer()
        self.addCleanup(self.sshd.close)
        return self.sshd

    def add_server(self, client=None):
        """Adds the machine to an account, with its key as `ops`, and returns its backend."""
        client = client or self.client
        sshd = self.start_sshd()
        client.add_key("ops", sshd.private_key)
        client.add_backend(
            title="ignored", provider="bare_metal", key="127.0.0.1", secret=sshd.user, machine_ip="127.0.0.1",
            machine_key="ops", machine_user=sshd.user, machine_port=sshd.port,
        )
        (backend,) = client.backends()
        return backend

    def refused(self, words):
        """A refusal as the library raises it: an exception with the server's words, whatever the status."""
        return self.assertRaisesRegex(Exception, words)

    def wait_for_reboot(self):
        calls = until("the reboot to be noted", lambda: self.sshd.throwaway.harmful_calls)
        self.assertEqual(calls, ["reboot" if os.getuid() == 0 else "sudo -n reboot"])


class CommandWorld(World):
    """The command in a HOME of its own, with an account that has a password, as its settings file wants it."""

    def setUp(self):
        super().setUp()
        self.mistd.cli("user", "add", WITH_PASSWORD, typed=PASSWORD + "\n")
        self.throwaway = ThrowawayHome("command")
        self.addCleanup(self.throwaway.remove)
        (self.throwaway.home / ".mist").write_text(
            f"[mist.io]\nmist_uri={self.mistd.uri}\n\n[mist.credentials]\nemail={WITH_PASSWORD}\npassword={PASSWORD}\n"
        )

    def sign_in_as_command(self):
        """The library with the command's account, for what the command cannot do."""
        return MistClient(mist_uri=self.mistd.uri, email=WITH_PASSWORD, password=PASSWORD)

    def run_mist(self, *words):
        """Runs the command to its end, whatever that is."""
        return subprocess.run(
            [COMMAND, *words], env=self.throwaway.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True,
        )

    def mist(self, *words):
        """Runs the command and returns its lines; it has to succeed."""
        done = self.run_mist(*words)
        self.assertEqual(done.returncode, 0, f"mist {' '.join(words)}: {done.stderr or done.stdout}")
        return done.stdout.splitlines()

    def mist_fails(self, *words):
        """Runs the command, which has to fail, and returns the last line of what it says."""
        done = self.run_mist(*words)
        self.assertNotEqual(done.returncode, 0, f"mist {' '.join(words)} should fail: {done.stdout}")
        return done.stderr.strip().splitlines()[-1]
