"""Keeps what Ansible would have been told of the machines."""


class Inventory:
    def __init__(self, host_list):
        with open(host_list) as file:
            self.lines = file.read()
