"""Documents as discovery shows them: from a row of a list, from a link on a page, or as the ledger knows them."""

from __future__ import annotations

from crawlers.addresses import document_id, same_document_key
from crawlers.attachments import Attachment
from crawlers.detail import DetailPage
from crawlers.district_model import District, Listing
from crawlers.families import Row
from crawlers.titles import department, fiscal_year
from warehouse.ledger_records import Found, KnownDocument


def found_in_list(district: District, listing: Listing, row: Row) -> Found:
    """The disclosure that a row links: a page, or a file."""
    name = document_id(district.code, same_document_key(row.url))
    return Found(
        document_id=name,
        district_code=district.code,
        url=row.url,
        role="file" if row.is_file else "page",
        disclosure_id=name,
        listing_id=listing.id,
        parent_url=district.listing_url(listing),
        link_title=row.title,
        published_on=row.published_on,
        department_hint=listing.department or department(row.title, district.departments),
        fiscal_year_hint=fiscal_year(row.title) or listing.fiscal_year,
        level_hint="unit" if listing.scope == "unit" else None,
    )


def found_on_page(page: Found, detail: DetailPage, attachment: Attachment) -> Found:
    """A file that hangs on a page; it belongs to the page's disclosure."""
    return Found(
        document_id=document_id(page.district_code, same_document_key(attachment.url)),
        district_code=page.district_code,
        url=attachment.url,
        role="attachment",
        disclosure_id=page.document_id,
        listing_id=page.listing_id,
        parent_url=page.url,
        link_title=attachment.title,
        published_on=detail.published_on or page.published_on,
        department_hint=page.department_hint or detail.source,
        fiscal_year_hint=fiscal_year(attachment.title or "") or page.fiscal_year_hint,
        level_hint=page.level_hint,
    )


def found_before(district: District, known: KnownDocument) -> Found:
    """A document that the ledger knows and nothing showed in this run."""
    fields = {name: getattr(known, name) for name in Found.__struct_fields__ if hasattr(known, name)}
    return Found(**{**fields, "district_code": district.code, "listing_id": known.listing_id or ""})
