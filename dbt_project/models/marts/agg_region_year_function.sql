with amount as (
    select
        region_code,
        fiscal_year,
        department_id,
        function_code,
        class_code,
        section_code,
        item_code,
        grain,
        total_amount_yuan,
        basic_amount_yuan,
        project_amount_yuan,
        cast(null as decimal(18, 2)) as general_public_budget_amount_yuan,
        cast(null as decimal(18, 2)) as government_fund_amount_yuan,
        cast(null as decimal(18, 2)) as state_capital_amount_yuan,
        cast(null as decimal(18, 2)) as undivided_fiscal_amount_yuan,
        source_kind
    from {{ ref('fct_expenditure_by_function') }}
    union all
    select
        region_code,
        fiscal_year,
        department_id,
        function_code,
        class_code,
        section_code,
        item_code,
        grain,
        cast(null as decimal(18, 2)) as total_amount_yuan,
        cast(null as decimal(18, 2)) as basic_amount_yuan,
        cast(null as decimal(18, 2)) as project_amount_yuan,
        case fund_type when 'general_public_budget' then total_amount_yuan end as general_public_budget_amount_yuan,
        case fund_type when 'government_fund' then total_amount_yuan end as government_fund_amount_yuan,
        case fund_type when 'state_capital' then total_amount_yuan end as state_capital_amount_yuan,
        case fund_type when 'fiscal' then total_amount_yuan end as undivided_fiscal_amount_yuan,
        source_kind
    from {{ ref('fct_fiscal_expenditure_by_function') }}
)

select
    amount.region_code,
    amount.fiscal_year,
    amount.function_code,
    amount.class_code,
    amount.section_code,
    amount.item_code,
    amount.grain,
    cast(sum(amount.total_amount_yuan) as decimal(18, 2)) as total_amount_yuan,
    cast(sum(amount.basic_amount_yuan) as decimal(18, 2)) as basic_amount_yuan,
    cast(sum(amount.project_amount_yuan) as decimal(18, 2)) as project_amount_yuan,
    cast(sum(amount.general_public_budget_amount_yuan) as decimal(18, 2)) as general_public_budget_amount_yuan,
    cast(sum(amount.government_fund_amount_yuan) as decimal(18, 2)) as government_fund_amount_yuan,
    cast(sum(amount.state_capital_amount_yuan) as decimal(18, 2)) as state_capital_amount_yuan,
    cast(sum(amount.undivided_fiscal_amount_yuan) as decimal(18, 2)) as undivided_fiscal_amount_yuan,
    count(distinct amount.department_id) as departments,
    count(distinct amount.department_id) filter (where amount.source_kind = 'narrative') as departments_by_narrative,
    coverage.departments_counted,
    coverage.departments_expected,
    coverage.coverage_rate
from amount
inner join {{ ref('agg_region_year_coverage') }} as coverage
    on amount.region_code = coverage.region_code and amount.fiscal_year = coverage.fiscal_year
group by
    amount.region_code, amount.fiscal_year, amount.function_code, amount.class_code, amount.section_code,
    amount.item_code, amount.grain, coverage.departments_counted, coverage.departments_expected,
    coverage.coverage_rate
