select
    region_code,
    run_id,
    run_started_at,
    listing_id,
    status,
    reason,
    pages,
    items,
    included,
    printed_total,
    detail,
    decided_at
from {{ ref('core_crawl_listing') }}
