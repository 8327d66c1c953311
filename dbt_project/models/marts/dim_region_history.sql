select distinct
    code as region_code,
    name as region_name,
    level as region_level,
    parent_code as parent_region_code,
    province_name,
    nullif(city_name, '直辖') as city_name,
    try_cast(left(valid_from_year, 4) as bigint) as valid_from_year,
    try_cast(left(valid_to_year, 4) as bigint) as valid_to_year,
    new_code as successor_region_code
from {{ ref('region_history') }}
where code is not null
