"""Reading district files: the committed ones and those of the home, with every problem named by file, line, field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from pydantic import ValidationError

from crawlers.district_model import District
from crawlers.yaml_lines import LinedYaml, dotted
from warehouse.home import Home

__all__ = [
    "District",
    "DistrictFiles",
    "DistrictFilesError",
    "Problem",
    "load_districts",
    "read_districts",
    "read_file",
]

COMMITTED = Path(__file__).parent / "districts"


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong with one district file."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field + ': ' if self.field else ''}{self.message}"


class DistrictFilesError(Exception):
    """District files that do not fit the model; `problems` names each place."""

    def __init__(self, problems: list[Problem]) -> None:
        """Carry `problems`, one line each in the message."""
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class DistrictFiles(msgspec.Struct, frozen=True):
    """All district files of a home: the valid ones by code, where each came from, and the problems of the others."""

    districts: dict[str, District]
    sources: dict[str, Path]
    problems: list[Problem]


def load_districts(home: Home) -> dict[str, District]:
    """Every district by code; raises DistrictFilesError if any file is invalid."""
    found = read_districts(home)
    if found.problems:
        raise DistrictFilesError(found.problems)
    return found.districts


def read_districts(home: Home) -> DistrictFiles:
    """Every valid district by code, and the problems of the other files; the home's file wins over a committed one."""
    districts: dict[str, District] = {}
    sources: dict[str, Path] = {}
    problems: list[Problem] = []
    for folder in (COMMITTED, home.districts):
        here: dict[str, Path] = {}
        for path in _files(folder):
            district, wrong = read_file(path)
            problems += wrong
            if district is None:
                continue
            if district.code in here:
                message = f"district {district.code} is also defined in {here[district.code]}"
                problems.append(Problem(str(path), 1, "district.code", message))
                continue
            here[district.code] = sources[district.code] = path
            districts[district.code] = district
    return DistrictFiles(districts, sources, problems)


def read_file(path: Path) -> tuple[District | None, list[Problem]]:
    """One district file as a model, or the list of what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return None, [Problem(str(path), 1, "", f"cannot be read: {error}")]
    parsed = LinedYaml(text)
    if parsed.problem:
        wrong = parsed.problem
        return None, [Problem(str(path), wrong.line, wrong.field, wrong.message)]
    try:
        district = District.model_validate(parsed.value)
    except ValidationError as error:
        return None, [
            Problem(str(path), parsed.line(place), dotted(place), _say(item["type"], item["msg"]))
            for item in error.errors()
            for place in [item.get("ctx", {}).get("at", item["loc"])]
        ]
    if not path.stem.startswith(f"{district.code}_"):
        message = f"the file must be named {district.code}_<slug>.yml"
        return None, [Problem(str(path), parsed.line(("district", "code")), "district.code", message)]
    return district, []


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.suffix in {".yml", ".yaml"} and path.is_file())


def _say(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "unknown key"
    if kind == "missing":
        return "required, but not there"
    if kind == "string_type":
        return "must be text: put it in quotes"
    return message.removeprefix("Value error, ")
