"""Objects of which nothing changes once it is there."""

from __future__ import annotations


class Sealed:
    """Has each of its attributes set once and never again: what follows from them is kept, and shared.

    Copying, pickling and cached properties, which go past this, work as ever.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name in vars(self):
            what = f"a {type(self).__name__} never changes, nor does its '{name}'"
            raise AttributeError(f"{what}; build another one")
        super().__setattr__(name, value)
