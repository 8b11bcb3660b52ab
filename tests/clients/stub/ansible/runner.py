"""Shows what Ansible would have been asked to run, and runs nothing."""


class Runner:
    def __init__(self, module_name, module_args, inventory, host_list):
        self.wish = f"{module_name} {module_args!r} on {host_list}"
        self.inventory = inventory

    def run(self):
        raise SystemExit(f"Ansible 1 would run {self.wish}:\n{self.inventory.lines}")
