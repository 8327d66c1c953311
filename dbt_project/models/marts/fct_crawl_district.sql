select
    region_code,
    run_id,
    run_started_at,
    status,
    reason,
    detail,
    seconds,
    decided_at
from {{ ref('core_crawl_district') }}
