"""JSON interfaces of platforms: district → department → year → files, as the district's file describes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from crawlers.addresses import extension, join
from crawlers.families.base import Ask, ListPage, Params, Row
from crawlers.markup import Markup
from crawlers.titles import printed_date
from crawlers.tree_model import PAGE, VARIABLE, Tree, TreeStep
from crawlers.wording import wording

STEP, SIZE = "step", "page_size"


def first_question(tree: Tree, url: str, known: Mapping[str, str]) -> Ask:
    """The question of the first step, at the listing's address."""
    return _ask(tree, 0, known, url)


def read_answer(tree: Tree, page: Markup, params: Params) -> ListPage:
    """An answer: the questions of the next step, or rows."""
    given = {name: str(value) for name, value in params.items()}
    number = int(given.get(STEP, 0))
    step, is_last = tree.steps[number], number == len(tree.steps) - 1
    try:
        items, total = _items(step, page.text)
        rows = [_row(tree, page, {**given, **_flat(each)}) for each in items] if is_last else []
        onwards = [] if is_last else [_onwards(tree, number, page, given, each) for each in items]
        pages, trouble = _pages(step, given, len(items), total)
    except (msgspec.DecodeError, LookupError, TypeError, ValueError) as error:
        words = f"step {number + 1}: not as listings[].tree describes it: {type(error).__name__} {error}"
        return ListPage(rows=[], main_rows=0, trouble=words)
    asks = [*(_ask(tree, number, {**given, **more}, page.url) for more in pages), *onwards]
    return ListPage(
        rows=[row for row in rows if row is not None],
        main_rows=len(rows),
        records=total if len(tree.steps) == 1 else None,
        asks=asks,
        # A department that has published nothing has an empty answer; that nothing at all is found is a failure.
        leads_on=not is_last or number > 0,
        trouble=trouble or _lost(rows),
    )


def _items(step: TreeStep, text: str) -> tuple[list[dict[str, Any]], int | None]:
    """The list in an answer, and how many the interface says there are; raises what `_at` raises, and ValueError."""
    answer = msgspec.json.decode(text)
    items = msgspec.convert(_at(answer, step.items), list[dict[str, Any]])
    return items, int(_at(answer, step.total)) if step.total is not None else None


def _at(answer: Any, path: str) -> Any:
    """What stands at `a.b.0` in an answer; raises LookupError or TypeError where nothing does."""
    for name in filter(None, path.split(".")):
        answer = answer[int(name)] if isinstance(answer, list) else answer[name]
    return answer


def _flat(item: dict[str, Any], before: str = "") -> dict[str, str]:
    """An item's values by name, those of objects in it by dotted name."""
    flat: dict[str, str] = {}
    for name, value in item.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{before}{name}."))
        elif value is not None:
            flat[f"{before}{name}"] = str(value)
    return flat


def _filled(template: str, values: Mapping[str, str], *, is_address: bool = False) -> str:
    """`template` with its names replaced; raises KeyError for one that is not there."""
    return VARIABLE.sub(lambda name: quote(values[name[1]]) if is_address else values[name[1]], template)


def _ask(tree: Tree, number: int, known: Mapping[str, str], base: str) -> Ask:
    step = tree.steps[number]
    values = {PAGE: str(step.first_page), **known}
    url = join(base, _filled(step.url, values, is_address=True)) if step.url else base
    if url is None:
        raise ValueError(f"{step.url} leads nowhere")
    form = tuple((name, _filled(value, values)) for name, value in step.form.items()) if step.form else None
    return Ask(url=url, form=form, known={**known, STEP: str(number)})


def _onwards(tree: Tree, number: int, page: Markup, given: Mapping[str, str], item: dict[str, Any]) -> Ask:
    """The next step's question for one item; paging starts anew."""
    kept = {name: str(_at(item, path)) for name, path in tree.steps[number].keep.items()}
    known = {name: value for name, value in given.items() if name not in {PAGE, SIZE}}
    return _ask(tree, number + 1, {**known, **kept}, page.url)


def _pages(
    step: TreeStep, given: Mapping[str, str], count: int, total: int | None
) -> tuple[list[dict[str, str]], str | None]:
    """What is known of the pages still to be asked, and whether this one holds fewer items than it must."""
    if total is None:
        return [], None
    if not step.is_paged:
        return [], f"{count} items, the interface says {total}" if count < total else None
    here = int(given.get(PAGE, step.first_page))
    is_first = PAGE not in given
    size = count if is_first else int(given[SIZE])
    due = min(size, total - (here - step.first_page) * size) if size else total
    if count < due:
        return [], f"{count} items on page {here}, {due} are due of {total}"
    if not is_first or not size:
        return [], None
    numbers = range(step.first_page + 1, step.first_page + -(-total // size))
    return [{PAGE: str(number), SIZE: str(size)} for number in numbers], None


def _row(tree: Tree, page: Markup, values: Mapping[str, str]) -> Row | None:
    url = join(page.url, _filled(tree.row.url, values, is_address=True))
    title = " ".join(_filled(tree.row.title, values).split())
    if url is None or not title:
        return None
    is_file = extension(url, wording().attachments.extensions, title) is not None
    day = printed_date(values.get(tree.row.date, "")) if tree.row.date else None
    return Row(url=url, title=title, published_on=day, is_file=is_file)


def _lost(rows: list[Row | None]) -> str | None:
    lost = sum(row is None for row in rows)
    return f"{lost} of {len(rows)} items have no address or no title" if lost else None
