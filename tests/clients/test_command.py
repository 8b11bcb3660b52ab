"""The `mist` command of 2014 against `mistd`: what a person or a script of that time types."""

import re
import unittest

from support import CommandWorld


def fields(line):
    """A line of a list: its columns are divided by more than one space."""
    return re.split(r"\s{2,}", line.strip())


class SigningIn(CommandWorld):
    def test_the_settings_file_signs_in_and_a_wrong_password_is_refused(self):
        self.assertEqual(self.mist("list-backends"), ["No backends found"])
        settings = self.throwaway.home / ".mist"
        settings.write_text(settings.read_text().replace("correct horse", "wrong horse"))
        done = self.run_mist("list-backends")
        self.assertEqual((done.returncode, done.stdout), (1, "Not authorized\n"))

    def test_a_one_time_code_in_the_settings_file_signs_in_once(self):
        settings = self.throwaway.home / ".mist"
        code = self.mistd.code("command@example.net")
        settings.write_text(settings.read_text().replace("correct horse battery", code))
        self.assertEqual(self.mist("list-keys"), ["No keys found"])
        self.assertEqual(self.run_mist("list-keys").stdout, "Not authorized\n")

    def test_providers_are_listed(self):
        providers = dict(fields(line) for line in self.mist("list-providers"))
        self.assertEqual(providers["Bare Metal Server"], "bare_metal")
        self.assertIn("| Bare Metal Server | ", "\n".join(self.mist("list-providers", "--pretty")))


class Keys(CommandWorld):
    def test_keys_are_added_listed_described_renamed_and_deleted(self):
        self.assertEqual(self.mist("add-key", "--name", "made", "--auto-generate"), ["Added key made"])
        sshd = self.start_sshd()
        file = self.throwaway.home / "key"
        file.write_text(sshd.private_key)
        self.assertEqual(self.mist("add-key", "--name", "given", "--key-path", str(file)), ["Added key given"])
        self.assertEqual(sorted(self.mist("list-keys")), ["given", "made"])
        table = "\n".join(self.mist("list-keys", "--pretty"))
        self.assertRegex(table, r"\| +made +\| +True +\|")

        described = "\n".join(self.mist("describe-key", "given"))
        self.assertIn(sshd.private_key.strip(), described)
        self.assertRegex(described, r"(?m)^ssh-rsa AAAA")
        self.assertEqual(self.mist("rename-key", "made", "--new-name", "ours"), ["Renamed key to ours"])
        self.assertEqual(self.mist("delete-key", "--key-id", "given"), ["Deleted given"])
        self.assertEqual(self.mist("list-keys"), ["ours"])
        self.assertEqual(self.mist("describe-key", "nosuch"), ["Could not find key: nosuch"])

    def test_a_refusal_ends_the_command_in_the_servers_words(self):
        self.mist("add-key", "--name", "one", "--auto-generate")
        self.assertEqual(
            self.mist_fails("add-key", "--name", "one", "--auto-generate"), "Exception: Keypair exists: one"
        )
        file = self.throwaway.home / "key"
        file.write_text("not a key")
        self.assertIn("Invalid private key", self.mist_fails("add-key", "--name", "bad", "--key-path", str(file)))


class Servers(CommandWorld):
    def setUp(self):
        super().setUp()
        # The command cannot add a server itself: see KnownFaults.
        self.backend = self.add_server(self.sign_in_as_command())

    def test_a_backend_is_listed_described_renamed_and_deleted(self):
        (line,) = self.mist("list-backends")
        self.assertEqual(fields(line), ["127.0.0.1", self.backend.id, "bare_metal", "wait"])
        self.assertIn(f"| {self.backend.id} |", "\n".join(self.mist("list-backends", "--pretty")))
        described = "\n".join(self.mist("describe-backend", "127.0.0.1"))
        self.assertRegex(described, r"\| 127\.0\.0\.1 \| 127001 \| running \| 127\.0\.0\.1 +\|")
        for what in ["list-images", "list-sizes", "list-locations"]:
            self.assertEqual(self.mist(what, "--backend-id", self.backend.id), [])
        self.assertEqual(self.mist("list-images", "--backend", "127", "--search", "gentoo"), [])
        self.assertIn("not supported yet", self.mist("list-networks", "--backend", "127")[0])
        self.assertEqual(
            self.mist("rename-backend", "--id", self.backend.id, "--new-name", "Box"), ["Renamed backend to Box"]
        )
        self.assertEqual(self.mist("delete-backend", "--name", "Box"), ["Deleted backend Box"])
        self.assertEqual(self.mist("list-backends"), ["No backends found"])
        self.assertEqual(self.mist("delete-backend", "Box"), ["Could not find backend"])

    def test_a_machine_is_listed_described_probed_tagged_and_rebooted(self):
        self.assertEqual(
            self.mist("tag", "127001", "--new-tag", "web"), ["Add tag web to machine 127.0.0.1"]
        )
        row = ["127.0.0.1", "127001", "running", "127.0.0.1", "127.0.0.1", "web"]
        for words in [(), ("--backend", "127"), ("--backend-id", self.backend.id), ("--backend-name", "127.0.0.1")]:
            (line,) = self.mist("list-machines", *words)
            self.assertEqual(line.split(), row)
        self.assertIn("| web  |", "\n".join(self.mist("list-machines", "--pretty")))
        self.assertIn("| running |", "\n".join(self.mist("describe-machine", "--name", "127.0.0.1")))
        self.assertEqual(self.mist("probe", "127001"), ["Machine 127.0.0.1 is probed"])
        self.assertEqual(self.mist("reboot", "--id", "127001"), ["Rebooted machine 127.0.0.1"])
        self.wait_for_reboot()
        for action in ["start", "stop", "destroy"]:
            self.assertEqual(
                self.mist_fails(action, "127001"),
                f"Exception: Bad Request: Action {action} not supported for this machine",
            )
        self.assertEqual(
            self.mist_fails(
                "create-machine", "--backend", "127", "--machine-name", "n", "--key-id", "ops",
                "--image-id", "i", "--size-id", "s", "--location-id", "l",
            ),
            "Exception: Bad Request: Provider unknown.",
        )


class KnownFaults(CommandWorld):
    """What the command itself gets wrong (see README.md), so that nobody looks for it in `mistd`."""

    def test_a_server_of_ones_own_is_sent_without_its_address(self):
        sshd = self.start_sshd()
        self.sign_in_as_command().add_key("ops", sshd.private_key)
        self.assertEqual(
            self.mist_fails(
                "add-backend", "--provider", "bare_metal", "--name", "Box", "--bare-hostname", "127.0.0.1",
                "--bare-user", sshd.user, "--bare-port", str(sshd.port), "--bare-ssh-key-id", "ops",
            ),
            "Exception: Required parameter not provided: machine_hostname",
        )

    def test_running_a_command_by_tag_ends_at_ansible_with_the_right_address_user_and_port(self):
        backend = self.add_server(self.sign_in_as_command())
        backend.machines()[0].tag("web")
        self.assertEqual(self.mist("run", "--command", "uptime", "--tag", "db"), ["No machines found with tag: db"])
        said = self.run_mist("run", "--command", "uptime", "--tag", "web")
        self.assertIn("Found key association for machine: 127.0.0.1", said.stdout)
        self.assertIn("Ansible 1 would run command 'uptime' on ['web']", said.stderr)
        (host,) = [line.split("\t") for line in said.stderr.splitlines() if "ansible_ssh_host" in line]
        wanted = [
            "127.0.0.1", "ansible_ssh_host=127.0.0.1", f"ansible_ssh_user={self.sshd.user}",
            f"ansible_ssh_port={self.sshd.port}",
        ]
        self.assertEqual([field for field in host if "key_file" not in field], wanted)

    def test_the_person_and_the_plan_are_taken_for_granted(self):
        # There are neither on a server of one's own, where nobody pays.
        self.assertIn("'NoneType' object has no attribute 'keys'", self.mist_fails("user-info"))

    def test_an_unknown_name_is_not_noticed(self):
        self.assertIn("'NoneType' object has no attribute", self.mist_fails("reboot", "nosuch"))
        self.assertIn("'Namespace' object has no attribute 'key'", self.mist_fails("delete-key", "nosuch"))


if __name__ == "__main__":
    unittest.main()
