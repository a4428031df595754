"""Every format, and what becomes of it: cleaned, restored, killed and resumed, fed garbage.

`python -m tests.cli.every_format` tries all and prints the table; `--only jsonl.xz,s3://` tries some.
What is said there to be as it must was compared with what `kinds` makes of the same texts without
`cleaner`: byte for byte (of a compressed file, what it holds), and tables value for value, with their
schema, metadata, row groups and compression.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.cli.killing import CLEAN, MOST, Moment, killed_until_done, start
from tests.cli.kinds import KINDS, Kind, texts
from tests.cli.stores import STORES, Stopped, Store, folder, stopping_after

COMMANDS = {
    "cleaned": "cleaner clean IN -o OUT --removals LEDGER",
    "restored": "cleaner restore OUT --removals LEDGER -o BACK",
    "killed and resumed": "cleaner clean IN -o OUT --removals LEDGER --resume, until it comes to its end",
    "fed garbage": "the first two, on broken files beside sound ones",
}


@dataclass(frozen=True)
class Corpus:
    """Files of some kinds in a store, all with junk.

    Attributes:
        store: an empty one.
        kinds: of the files.
        place: a folder for ledgers.
        files: how many of each kind; the one in their middle is larger.
        share: of the usual number of texts in each.
    """

    store: Store
    kinds: Sequence[Kind]
    place: Path
    files: int = 7
    share: float = 1.0

    @cached_property
    def made(self) -> Mapping[str, tuple[Kind, int, int]]:
        """The files by name: their kind, seed, and number of texts."""
        return {
            f"{seed}/a.{kind.name}": (kind, seed, max(int(kind.texts * self.share * large), 3))
            for kind in self.kinds
            for seed, large in ((seed, 1 + 3 * (seed == self.files // 2)) for seed in range(self.files))
        }

    @property
    def ledger(self) -> Path:
        """That of the sound files."""
        return self.place / "ledger"

    def cleaning(self) -> list[str]:
        """What is said to clean them, after `CLEAN`."""
        store = self.store
        return [store.at("in"), "-o", store.at("out"), "--removals", str(self.ledger), "--resume"]

    def check(self, folder: str, *, junk: bool) -> str:
        """See that outputs are as cleaned, or with junk as restored; how many they are."""
        held = self.store.held(folder)
        wrong = sorted(held.keys() ^ {kind.output(name) for name, (kind, _, _) in self.made.items()})
        for name, (kind, seed, size) in self.made.items():
            found = kind.form(held[kind.output(name)])
            if found != kind.told(texts(seed, size, junk=junk)):
                wrong.append(name)
        assert not wrong, wrong
        return f"{len(held)} file{'s' * (len(held) > 1)}"


def cleaned(corpus: Corpus) -> str:
    """Make and clean a corpus; how many files are as they must be."""
    for name, (kind, seed, size) in corpus.made.items():
        corpus.store.put(f"in/{name}", kind.pack(texts(seed, size, junk=True)))
    code, said = corpus.store.cli(*CLEAN, *corpus.cleaning())
    assert code == 0, said
    return corpus.check("out", junk=False)


def restored(corpus: Corpus) -> str:
    """Restore what was cleaned; how many files are what they were."""
    store = corpus.store
    code, said = store.cli(
        "restore", store.at("out"), "--removals", str(corpus.ledger), "-o", store.at("back")
    )
    assert code == 0, said
    return corpus.check("back", junk=True)


def killed(corpus: Corpus, dice: random.Random) -> str:
    """Clean again, killed while files are written, until all is done; how often that was.

    Outputs and ledger are to be those of the run that nothing disturbed.
    """
    store, expected, recorded = corpus.store, corpus.store.held("out"), corpus.ledger.read_bytes()
    size = store.size("out")
    store.clear("out")
    corpus.ledger.unlink()
    if store.is_ours:
        kills = _stopped(corpus, sorted(dice.sample(range(1, len(expected)), MOST)))
    else:
        shares = sorted(dice.uniform(0.05, 0.9) for _ in range(MOST))
        moments: list[Moment] = [store.written("out", int(share * size)) for share in shares]
        kills = killed_until_done(lambda: start(*corpus.cleaning()), moments, dice, code=0)
    assert kills, "it came to its end before anybody killed it"
    assert store.held("out") == expected
    assert corpus.ledger.read_bytes() == recorded
    return f"{kills} times"


def _stopped(corpus: Corpus, uploads: Sequence[int]) -> int:
    """As to kill, for a store that is gone with its process: it takes so many files, and then no more."""
    for number in uploads:
        with stopping_after(number), suppress(Stopped):
            code, said = corpus.store.cli(*CLEAN, *corpus.cleaning())
            raise AssertionError(f"it came to its end: {code} {said}")
    code, said = corpus.store.cli(*CLEAN, *corpus.cleaning())
    assert code == 0, said
    return len(uploads)


def fed_garbage(corpus: Corpus, dice: random.Random) -> str:
    """Clean broken files beside sound ones, and restore; how many were refused, and how many passed on.

    The sound ones are cleaned, and the broken ones come back as they were (or, where a text was read out of
    them, as what is read where no rule runs), or are named and not written.
    """
    store, ledger = corpus.store, str(corpus.place / "garbage")
    broken = {name: made for kind in corpus.kinds for name, made in _broken(kind, dice).items()}
    for kind in corpus.kinds:
        store.put(f"bad/sound.{kind.name}", kind.pack(texts(1, 3, junk=True)))
    for name, (_, data) in broken.items():
        store.put(f"bad/{name}", data)
    code, said = store.cli(*CLEAN, store.at("bad"), "-o", store.at("left"), "--removals", ledger)
    assert (code, "Traceback" in said) == (3, False), said
    left = store.held("left")
    for kind in corpus.kinds:
        assert kind.form(left.pop(kind.output(f"sound.{kind.name}"))) == kind.told(texts(1, 3, junk=False))
        assert f"/bad/noise.{kind.name}:" in said, said
    code, told = store.cli("restore", store.at("left"), "--removals", ledger, "-o", store.at("whole"))
    assert code == 0, told
    store.cli(*CLEAN, "--ignore", "comments", store.at("bad"), "-o", store.at("read"))
    inputs, back, read = (store.held(folder) for folder in ("bad", "whole", "read"))
    for name, (kind, data) in broken.items():
        found = back.get(kind.output(name))
        assert inputs[name] == data, f"{name} was written to"
        assert found is not None or f"/bad/{name}:" in said, f"{name} is neither written nor named"
        whole = read.get(kind.output(name)) if kind.added else data
        same = found in (None, whole) or (found and whole and kind.form(found) == kind.form(whole))
        assert same, f"{name} does not come back as it was"
    return f"{len(broken) - len(left)} refused, {len(left)} passed on"


def _broken(kind: Kind, dice: random.Random) -> dict[str, tuple[Kind, bytes]]:
    """Files that are broken, each in another way, by name."""
    sound, noise = kind.pack(texts(2, 40, junk=True)), dice.randbytes(5000)
    middle = len(sound) // 2
    made = {
        "noise": noise,
        "empty": b"",
        "cut": sound[: middle + 1],
        "torn": sound[:-1],
        "holed": sound[:middle] + noise[:64] + sound[middle + 64 :],
        "longer": sound + noise,
        "nested": b"[" * 100_000,
    }
    return {f"{name}.{kind.name}": (kind, data) for name, data in made.items()}


def row(name: str, dice: random.Random, place: Path) -> tuple[str, ...]:
    """A line of the table: of a kind of file in a folder, or of files of each kind in a store.

    Args:
        name: of the kind or the store.
        dice: for what is random.
        place: an empty folder.
    """
    kinds = [kind for kind in KINDS if kind.name == name]
    with (folder if kinds else STORES[name])(place / "corpus") as store:
        size = {} if kinds else {"files": 1, "share": 0.5}
        corpus = Corpus(store, kinds or KINDS, place, **size)
        return name, cleaned(corpus), restored(corpus), killed(corpus, dice), fed_garbage(corpus, dice)


def main() -> None:
    """Print the table."""
    names = [*(kind.name for kind in KINDS), *STORES]
    parser = argparse.ArgumentParser(prog="python -m tests.cli.every_format", description=__doc__)
    parser.add_argument("--only", type=lambda given: given.split(","), default=names, help=",".join(names))
    parser.add_argument("--seed", type=int, default=1, help="of the moments and the garbage (default: 1)")
    given = parser.parse_args()
    print(f"| format | {' | '.join(COMMANDS)} |\n{'| --- ' * (len(COMMANDS) + 1)}|")
    for name in given.only:
        with tempfile.TemporaryDirectory() as place:
            print(f"| {' | '.join(row(name, random.Random(given.seed), Path(place)))} |", flush=True)  # noqa: S311
    print("", *(f"{name}: {command}" for name, command in COMMANDS.items()), sep="\n")


if __name__ == "__main__":
    main()
