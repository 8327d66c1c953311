select
    district_code,
    name,
    province,
    city,
    family,
    is_sample,
    enabled,
    blocked_reason,
    expected_departments,
    notes
from {{ source('raw', 'crawl_district') }}
