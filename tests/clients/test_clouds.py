"""Simulated clouds by the library: everything that servers of one's own do not have.

What is called stands in tables, here and in support/clouds.py, so that a cloud, a list or a call more is a
line more.
"""

import unittest

from support import World, until
from support.clouds import CLOUDS, PATIENCE, machine_of, roomiest, state_of

#: What can be listed of a cloud, and what each thing has that the client reads.
LISTS = {
    "sizes": {"id", "name"},
    "locations": {"id", "name"},
    "images": {"id", "name", "star"},
}

#: What is done to a machine, in this order and where it says that it can be: its name in the library, what
#: allows it, and the state it leads to.
ACTIONS = [
    ("stop", "can_stop", "stopped"),
    ("start", "can_start", "running"),
    ("reboot", "can_reboot", "running"),
    ("destroy", "can_destroy", None),
]


class Clouds(World):
    options = ("--demo",)

    def each(self, work, backends):
        """Does something with every backend; one that fails does not hide the others."""
        for backend in backends:
            with self.subTest(backend.provider):
                work(backend)

    def wait_for(self, backend, state):
        until(
            f"a machine on {backend.provider} to be {state or 'gone'}",
            lambda: state_of(backend, "proof-1") == state,
            PATIENCE,
        )

    def setUp(self):
        super().setUp()
        self.client.add_key("ops", self.client.generate_key())
        self.backends = {}
        for cloud in CLOUDS:
            title = f"Proof {cloud.provider}"
            self.client.add_backend(title=title, provider=cloud.provider, **cloud.told)
            (self.backends[cloud.provider],) = self.client.backends(name=title)

    def test_they_are_offered_and_listed(self):
        offered = {provider["provider"] for provider in self.client.supported_providers}
        self.assertLessEqual({cloud.provider for cloud in CLOUDS}, offered)

        def look(backend):
            for name, needed in LISTS.items():
                things = getattr(backend, name)
                self.assertTrue(things, name)
                for thing in things:
                    self.assertLessEqual(needed, set(thing), name)

        self.each(look, self.backends.values())

    def test_a_search_finds_images_by_their_names(self):
        def search(backend):
            term = backend.images[0]["name"].split()[0]
            found = backend.search_image(term)
            self.assertTrue(found)
            for image in found:
                self.assertIn(term.lower(), f"{image['id']} {image['name']}".lower())
            self.assertEqual(backend.search_image("zzzz-no-such-image"), [])

        self.each(search, self.backends.values())

    def test_networks_are_listed_where_the_client_asks_for_them(self):
        for provider in ["openstack", "nephoscale"]:
            self.assertIsInstance(self.backends[provider].networks, list)

    def test_machines_are_made_used_and_destroyed(self):
        made = []

        def make(backend):
            image, place, size = backend.images[0], backend.locations[0], roomiest(backend.sizes)
            (key,) = self.client.keys()
            backend.create_machine(
                "proof-1", key, image["id"], place["id"], size["id"],
                # What some clouds want besides.
                image_extra=image.get("extra"), disk=size.get("disk"), location_name=place["name"],
            )
            made.append(backend)

        def use(backend):
            self.wait_for(backend, "running")
            machine = machine_of(backend, "proof-1")
            self.assertIn("uptime", machine.probe())
            if machine.info["can_tag"]:
                machine.tag("proof")
                self.assertIn("proof", machine_of(backend, "proof-1").info["tags"])
            (key,) = self.client.update_keys().values()
            self.assertIn([backend.id, machine.id], [association[:2] for association in key.info["machines"]])

        # In turns, for each takes its time: it passes for all of them at once.
        self.each(make, self.backends.values())
        self.each(use, made)
        for action, allowed, state in ACTIONS:
            acted_on = []

            def act(backend, action=action, allowed=allowed, acted_on=acted_on):
                machine = machine_of(backend, "proof-1")
                if machine.info[allowed]:
                    getattr(machine, action)()
                    acted_on.append(backend)

            self.each(act, made)
            # Nearly all of them can do all of it.
            self.assertGreater(len(acted_on), len(CLOUDS) // 2, action)
            for backend in acted_on:
                self.wait_for(backend, state)

    def test_what_cannot_be_made_is_refused_in_words(self):
        backend = self.backends["ec2_ap_northeast"]
        (key,) = self.client.keys()
        image, size, place = backend.images[0]["id"], backend.sizes[0]["id"], backend.locations[0]["id"]
        with self.refused("^Required parameter not provided: '?name'?$"):
            backend.create_machine(None, key, image, place, size)
        with self.refused("ami-00000000"):
            backend.create_machine("x", key, "ami-00000000", place, size)
        key.id = "nosuch"
        with self.refused("Keypair not found: nosuch"):
            backend.create_machine("x", key, image, place, size)

    def test_a_machine_is_monitored_and_its_metrics_change(self):
        # Of the furniture: it runs already.
        machine = next(one for one in self.client.machines() if one.info["state"] == "running")
        machine.enable_monitoring(no_ssh=True)
        # From now to ten seconds on, so there is nothing yet to be seen but the form.
        self.assertIn("load.shortterm", machine.get_stats())
        metrics = until("metrics to choose from", lambda: machine.available_metrics, PATIENCE)
        metric = sorted(metrics)[0]
        machine.add_metric(metric)
        machine.remove_metric(metric)
        plugin = self.mistd.throwaway.folder / "plugin.py"
        plugin.write_text("def read():\n    return 1\n")
        machine.add_python_plugin("Answer", str(plugin), value_type="gauge", unit="ones")
        machine.disable_monitoring(no_ssh=True)

if __name__ == "__main__":
    unittest.main()
