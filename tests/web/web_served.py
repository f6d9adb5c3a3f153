"""What the tests of the page share (the fixtures stand in conftest)."""

from conftest import Served, end, serve

__all__ = ["Served", "end", "serve"]
