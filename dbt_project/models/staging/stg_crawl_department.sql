select
    district_code,
    printed_name,
    department_name,
    department_code,
    parent_name
from {{ source('raw', 'crawl_department') }}
