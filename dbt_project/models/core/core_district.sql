{{ config(materialized="view") }}
-- Districts as their files describe them.
select
    district_code as region_code,
    name as region_name,
    province as province_name,
    city as city_name,
    is_sample,
    blocked_reason,
    expected_departments
from {{ ref('stg_crawl_district') }}
