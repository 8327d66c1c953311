"""Builds small portals of our own layout, and district files that point to them."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.crawlers.server import Answer, Portal, cached, text
from warehouse.home import Home

CODE = "990201"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF "


def district_file(home: Home, base_url: str, code: str = CODE, **changes: object) -> Path:
    """A district file of the home; `changes` replace or add to its sections."""
    data: dict[str, object] = {
        "district": {"code": code, "name": "样例区", "province": "样例省", "is_sample": True},
        "site": {
            "family": "trs",
            "base_url": base_url,
            "delay_s": 0,
            "retry_wait_s": 0.05,
            "retries": 2,
            "timeout_s": 2.0,
            "allow_loopback": True,
        },
        "listings": [{"id": "accounts", "url": "/list/"}],
        "attachments": {"max_mb": 1},
    }
    for section, values in changes.items():
        old = data.get(section)
        data[section] = {**old, **values} if isinstance(old, dict) and isinstance(values, dict) else values
    path = home.districts / f"{code}_sample.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return path


def list_page(rows: list[tuple[str, str]], pager: str = "") -> str:
    items = "".join(
        f'<li><a href="{url}" title="{title}">{title[:6]}...</a><span>2025-09-12</span></li>' for url, title in rows
    )
    return f"<html><body><div class='nav'><a href='/'>首页</a></div><ul>{items}</ul>{pager}</body></html>"


def detail_page(title: str, attachments: tuple[str, ...] = (), body: str = "收支总体情况") -> str:
    links = "".join(f'<p><a href="{url}">{title}附表</a></p>' for url in attachments)
    return (
        f"<html><head><meta name='ArticleTitle' content='{title}'><meta name='PubDate' content='2025-09-12 10:00'>"
        f"</head><body><h1>{title}</h1><div class='TRS_Editor'>{body}{links}</div></body></html>"
    )


def account(number: int) -> tuple[str, str]:
    return f"./202509/t20250912_{number}.html", f"样例区第{number}局2024年度部门决算"


def build(portal: Portal, count: int = 3, *, files: bool = True) -> None:
    """`count` disclosures on one list page, each a page with a PDF attached; everything has an ETag."""
    rows = [account(number) for number in range(1, count + 1)]
    portal.on("/list/", text(list_page(rows)))
    for number in range(1, count + 1):
        link = (f"./P{number}.pdf",) if files else ()
        portal.on(page_path(number), page(number, link))
        if files:
            portal.on(file_path(number), cached(PDF + str(number).encode()))


def page(number: int, attachments: tuple[str, ...] = (), body: str = "收支总体情况") -> Answer:
    html = detail_page(account(number)[1], attachments, body).encode()
    return cached(html, {"Content-Type": "text/html; charset=utf-8"})


def page_path(number: int) -> str:
    return f"/list/202509/t20250912_{number}.html"


def file_path(number: int) -> str:
    return f"/list/202509/P{number}.pdf"
