-- Regions whose counted departments fall below the configured share of those expected.
select region_code, fiscal_year, departments_counted, departments_expected, coverage_rate
from {{ ref('agg_region_year_coverage') }}
where coverage_rate < {{ var('coverage_floor') }}
