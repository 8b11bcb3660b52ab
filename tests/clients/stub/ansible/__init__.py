"""A stand-in for Ansible 1, which needs Python 2. The client's command imports it before anything else."""
