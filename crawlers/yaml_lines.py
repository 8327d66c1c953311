"""YAML with line numbers, so that an error about a district file can name the line a person has to look at."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import yaml

Location = Sequence[str | int]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C loader where PyYAML was built with it: ten times faster, with the same marks."""


class YamlProblem(msgspec.Struct, frozen=True):
    """Something wrong at `line` (1-based) of a YAML text; `field` is a dotted path, empty for the whole file."""

    line: int
    field: str
    message: str


class LinedYaml:
    """A parsed YAML text whose values can be traced back to their lines."""

    def __init__(self, text: str) -> None:
        """Parse `text`; `problem` is set instead of `value` where it is not YAML or a key stands twice."""
        self.value: object = None
        self.problem: YamlProblem | None = None
        self._root: yaml.Node | None = None
        try:
            loader = LOADER(text)
            self._root = loader.get_single_node()
            self.problem = _duplicate_key(self._root, ())
            self.value = loader.construct_document(self._root) if self._root else None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.problem = YamlProblem(mark.line + 1 if mark else 1, "", f"not YAML: {error.problem}")
        except yaml.YAMLError as error:
            self.problem = YamlProblem(1, "", f"not YAML: {error}")

    def line(self, location: Location) -> int:
        """The line of the value at `location`, or of the deepest ancestor that the text has."""
        node, line = self._root, 1
        for step in location:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line


def dotted(location: Location) -> str:
    """`("listings", 0, "url")` as `listings[0].url`."""
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child.start_mark.line + 1, child
    return None


def _duplicate_key(node: yaml.Node | None, path: tuple[str | int, ...]) -> YamlProblem | None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            here = (*path, key.value)
            if key.value in seen:
                return YamlProblem(key.start_mark.line + 1, dotted(here), "this key stands twice")
            seen.add(key.value)
            if problem := _duplicate_key(value, here):
                return problem
    if isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            if problem := _duplicate_key(value, (*path, index)):
                return problem
    return None
