-- One row per code, under its latest name; districts of the crawl that the history does not know (samples) included.
with region as (
    select
        code as region_code,
        name as region_name,
        level as region_level,
        parent_code as parent_region_code,
        province_name,
        nullif(city_name, '直辖') as city_name,
        try_cast(left(valid_from_year, 4) as bigint) as valid_from_year,
        try_cast(left(valid_to_year, 4) as bigint) as valid_to_year
    from {{ ref('region_history') }}
    where code is not null
),

latest as (
    select
        region_code,
        last(region_name order by valid_from_year) as region_name,
        last(region_level order by valid_from_year) as region_level,
        last(parent_region_code order by valid_from_year) as parent_region_code,
        last(province_name order by valid_from_year) as province_name,
        last(city_name order by valid_from_year) as city_name,
        min(valid_from_year) as valid_from_year,
        last(valid_to_year order by valid_from_year) as valid_to_year
    from region
    group by region_code
),

changed as (
    select
        code as region_code,
        name as region_name,
        level as region_level,
        parent_code as parent_region_code,
        try_cast(left(valid_from_year, 4) as bigint) as valid_from_year,
        try_cast(left(valid_to_year, 4) as bigint) as valid_to_year
    from {{ ref('region_changes') }}
)

select
    coalesce(changed.region_code, latest.region_code, district.region_code) as region_code,
    coalesce(changed.region_name, latest.region_name, district.region_name) as region_name,
    coalesce(changed.region_level, latest.region_level, 'county') as region_level,
    coalesce(changed.parent_region_code, latest.parent_region_code) as parent_region_code,
    coalesce(latest.province_name, district.province_name) as province_name,
    coalesce(latest.city_name, district.city_name) as city_name,
    coalesce(changed.valid_from_year, latest.valid_from_year) as valid_from_year,
    coalesce(changed.valid_to_year, latest.valid_to_year) as valid_to_year,
    district.region_code is not null as is_collected,
    coalesce(district.is_sample, false) as is_sample,
    district.expected_departments,
    district.blocked_reason
from latest
full outer join changed on latest.region_code = changed.region_code
full outer join {{ ref('core_district') }} as district
    on coalesce(changed.region_code, latest.region_code) = district.region_code
