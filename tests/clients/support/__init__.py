"""What the tests stand on: real servers of their own, and the client of 2014 pointed at them."""

from .waiting import until
from .world import CommandWorld, World

__all__ = ["CommandWorld", "World", "until"]
