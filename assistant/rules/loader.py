"""Finds rule sets: those that ship, those in the user's folder, or a unit's own file by its path."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from assistant.errors import InputError
from assistant.model.evaluation import Evaluation
from assistant.rules.reading import RuleFile, read_rule_file
from assistant.rules.ruleset import RuleSet, day_of

DEFAULT = "cn-2020-10"
_SHIPPED = Path(__file__).parent / "shipped"
_SUFFIXES = (".yaml", ".yml")


def user_folder() -> Path:
    """Where a unit puts its own rule files: JIXIAO_RULES, else 规则/ in the platform's settings folder."""
    named = os.environ.get("JIXIAO_RULES")
    if named:
        return Path(named)
    return _settings_folder(*map(os.environ.get, ("HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA")))


@lru_cache(maxsize=8)
def _settings_folder(*named_by: str | None) -> Path:
    """Asked for several times a project; it changes with those variables alone."""
    from platformdirs import user_config_path  # not needed where no name has to be looked up

    del named_by
    return user_config_path("jixiao") / "规则"


def shipped() -> list[str]:
    """Ids of the rule sets that ship with the program, the default first."""
    return list(_shipped_ids())


@cache
def _shipped_ids() -> tuple[str, ...]:
    ids = sorted((path.stem for path in _SHIPPED.glob("*.yaml")), key=str.lower)
    return (DEFAULT, *(i for i in ids if i != DEFAULT))


def own() -> list[str]:
    """Names of the rule files in the user's folder."""
    folder = user_folder()
    if not folder.is_dir():
        return []
    return sorted(path.stem for path in folder.iterdir() if path.suffix in _SUFFIXES)


def stock() -> list[Path]:
    """Every rule file at hand: those that ship, then the unit's own."""
    own_folder = user_folder()
    mine = own_folder.iterdir() if own_folder.is_dir() else ()
    return [*sorted(_SHIPPED.glob("*.yaml")), *sorted(p for p in mine if p.suffix in _SUFFIXES)]


def load(name: str, *, beside: Path | None = None, year: int | None = None) -> RuleSet:
    """The rule set of that id; or, for a name that ends in .yaml, of that file (from `beside`).

    `year` picks the version in force where a rule has several; without it the latest. Raises
    InputError for an unknown id, naming those there are, and for each mistake in a file.
    """
    return find(name, beside=beside).for_year(year)


def find(name: str, *, beside: Path | None = None) -> RuleFile:
    """The rule file of that id or path, all its versions checked. A unit's own goes before a shipped one."""
    path = _locate(name, beside or Path())
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        stamp = 0  # the reader says what is wrong with it
    found = _read_once(path, path.absolute(), stamp)
    if not name.endswith(_SUFFIXES) and found.id != path.stem:
        raise InputError(f"{path}：id 是“{found.id}”，文件名应是 {found.id}.yaml")
    return found


def _titled(name: str, folders: Iterable[str]) -> str | None:
    """The id of the rule set whose title this is, as the official forms print it; None where none has it."""
    plain = name.strip("《》。 ")
    for known in folders:
        if find(known).latest.name.strip("《》。 ") == plain:
            return known
    return None


def _locate(name: str, beside: Path) -> Path:
    """The file of an id or path."""
    if name.endswith(_SUFFIXES):
        return beside / name
    folders = {**dict.fromkeys(shipped(), _SHIPPED), **dict.fromkeys(own(), user_folder())}
    by_lower = {known.lower(): known for known in folders}
    known = name if name in folders else by_lower.get(name.lower()) or _titled(name, folders)
    if known is None:
        raise InputError(
            f"评分.规则：没有“{name}”这套规则，可用：{'、'.join(folders)}（jixiao rules 可查看）；"
            f"自己的规则文件写路径（如 ./本单位.yaml）或放进 {user_folder()}"
        )
    return next(p for s in _SUFFIXES if (p := folders[known] / f"{known}{s}").exists())


def for_evaluation(evaluation: Evaluation, beside: Path | None = None) -> RuleSet:
    """The rule set the data name (评分.规则; a path counts from `beside`), else the default of the year."""
    year = evaluation.project.year
    named = evaluation.scoring.ruleset
    if named:
        return load(named, beside=beside, year=year)
    return default_for(year)


def for_data(evaluation: Evaluation, data: Path, named: str = "") -> RuleSet:
    """As a command finds it: `named` on the command line goes before what the data file names."""
    if named:
        return load(named, year=evaluation.project.year)
    return for_evaluation(evaluation, data.parent)


def default_for(year: int) -> RuleSet:
    """A unit's own default in force at the end of that year, the latest first; else the shipped one."""
    candidates = [find(name) for name in own()]
    in_force = [c for c in candidates if c.latest.default and day_of(year) in c.latest.in_force]
    if in_force:
        return max(in_force, key=lambda c: c.latest.in_force.start).for_year(year)
    return load(DEFAULT, year=year)


@lru_cache(maxsize=64)
def _read_once(path: Path, whole: Path, stamp: int) -> RuleFile:
    """A file is read once while it stays as it is (`stamp`): a chat scores after every answer."""
    del whole, stamp
    return _read(path, ())


def _read(path: Path, chain: tuple[Path, ...]) -> RuleFile:
    """`chain` are the files that extend this one, so that none extends itself over others."""
    if path.resolve() in chain:
        raise InputError(f"{path}：几个文件互为底本，成了循环")
    return read_rule_file(
        path, lambda name, beside: _read(_locate(name, beside), (*chain, path.resolve()))
    )
