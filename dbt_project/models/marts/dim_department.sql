with year_span as (
    select
        department_id,
        min(fiscal_year) as first_fiscal_year,
        max(fiscal_year) as last_fiscal_year,
        count(*) as disclosures
    from {{ ref('core_disclosure') }}
    where department_id is not null
    group by department_id
)

select
    department.department_id,
    department.region_code,
    department.department_name,
    department.department_key,
    department.parent_department_id,
    department.parent_evidence,
    year_span.first_fiscal_year,
    year_span.last_fiscal_year,
    coalesce(year_span.disclosures, 0) as disclosures
from {{ ref('core_department') }} as department
left join year_span on department.department_id = year_span.department_id
