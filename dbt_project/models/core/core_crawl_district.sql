{{ config(materialized="view") }}
-- How each district's visit ended.
select
    district.district_code as region_code,
    district.run_id,
    run.started_at as run_started_at,
    district.status,
    district.reason,
    district.detail,
    district.seconds,
    district.decided_at
from {{ ref('stg_crawl_district_run') }} as district
left join {{ ref('stg_crawl_run') }} as run on district.run_id = run.run_id
