select
    run_id,
    district_code,
    listing_id,
    status,
    reason,
    pages,
    items,
    included,
    printed_total,
    detail,
    "at" as decided_at
from {{ source('raw', 'crawl_listing_run') }}
