with disclosed as (
    select
        region_code,
        fiscal_year,
        count(distinct department_id) as departments_found,
        count(distinct department_id) filter (where is_counted) as departments_counted,
        count(distinct department_id) filter (where is_counted and tables > 0) as departments_with_tables
    from {{ ref('core_disclosure') }}
    where fiscal_year is not null
    group by region_code, fiscal_year
),

doubted as (
    select
        document.region_code,
        document.fiscal_year,
        count(distinct document.department_id) as departments_with_failed_rules
    from {{ ref('core_document') }} as document
    inner join {{ ref('core_record_count') }} as counted on document.document_key = counted.document_key
    inner join {{ ref('core_disclosure') }} as disclosure on document.disclosure_key = disclosure.disclosure_key
    where counted.fatal_findings > 0 and disclosure.is_counted
    group by document.region_code, document.fiscal_year
)

select
    disclosed.region_code,
    disclosed.fiscal_year,
    disclosed.departments_found,
    disclosed.departments_counted,
    disclosed.departments_with_tables,
    coalesce(doubted.departments_with_failed_rules, 0) as departments_with_failed_rules,
    district.expected_departments as departments_expected,
    cast(round(disclosed.departments_counted / nullif(district.expected_departments, 0), 4) as decimal(9, 4))
        as coverage_rate
from disclosed
left join doubted
    on disclosed.region_code = doubted.region_code and disclosed.fiscal_year = doubted.fiscal_year
left join {{ ref('core_district') }} as district on disclosed.region_code = district.region_code
