"""What the tests stand on: real servers of their own, and the client of 2014 pointed at them."""

from .mistd import can_serve
from .waiting import until
from .world import CommandWorld, World

__all__ = ["CommandWorld", "World", "can_serve", "until"]
