-- Amounts of counted disclosures by leaf code, and beside them the amounts that a failed fatal rule keeps out.
with spent as (
    select
        region_code,
        fiscal_year,
        department_id,
        function_code,
        class_code,
        section_code,
        item_code,
        grain,
        source_kind,
        'every_fund' as fund_type,
        total_amount_yuan,
        basic_amount_yuan,
        project_amount_yuan,
        false as is_quarantined
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
        source_kind,
        fund_type,
        total_amount_yuan,
        cast(null as decimal(18, 2)) as basic_amount_yuan,
        cast(null as decimal(18, 2)) as project_amount_yuan,
        false as is_quarantined
    from {{ ref('fct_fiscal_expenditure_by_function') }}
    union all
    select
        region_code,
        fiscal_year,
        department_id,
        line_code as function_code,
        {{ code_levels("line_code") }},
        source_kind,
        case when fact_table = 'fct_expenditure_by_function' then 'every_fund' else fund_type end as fund_type,
        amount_yuan as total_amount_yuan,
        cast(null as decimal(18, 2)) as basic_amount_yuan,
        cast(null as decimal(18, 2)) as project_amount_yuan,
        true as is_quarantined
    from {{ ref('mart_quarantine') }}
    where
        fact_table in ('fct_expenditure_by_function', 'fct_fiscal_expenditure_by_function')
        and measure = '本年支出合计'
),

amount as (
    select
        region_code,
        fiscal_year,
        function_code,
        class_code,
        section_code,
        item_code,
        grain,
        {%- for fund, name in [
            ("every_fund", "total"), ("general_public_budget", "general_public_budget"),
            ("government_fund", "government_fund"), ("state_capital", "state_capital"), ("fiscal", "undivided_fiscal"),
        ] %}
        cast(sum(total_amount_yuan) filter (where fund_type = '{{ fund }}' and not is_quarantined) as decimal(18, 2))
            as {{ name }}_amount_yuan,
        {%- endfor %}
        cast(sum(basic_amount_yuan) as decimal(18, 2)) as basic_amount_yuan,
        cast(sum(project_amount_yuan) as decimal(18, 2)) as project_amount_yuan,
        count(distinct department_id) filter (where not is_quarantined) as departments,
        count(distinct department_id) filter (where not is_quarantined and source_kind = 'narrative')
            as departments_by_narrative,
        count(distinct department_id) filter (where is_quarantined) as departments_quarantined,
        count(total_amount_yuan) filter (where not is_quarantined) as facts,
        count(total_amount_yuan) filter (where is_quarantined) as quarantined_facts,
        cast(sum(total_amount_yuan) filter (where fund_type = 'every_fund' and is_quarantined) as decimal(18, 2))
            as quarantined_amount_yuan
    from spent
    group by region_code, fiscal_year, function_code, class_code, section_code, item_code, grain
)

select
    amount.region_code,
    amount.fiscal_year,
    amount.function_code,
    amount.class_code,
    amount.section_code,
    amount.item_code,
    amount.grain,
    amount.total_amount_yuan,
    amount.basic_amount_yuan,
    amount.project_amount_yuan,
    amount.general_public_budget_amount_yuan,
    amount.government_fund_amount_yuan,
    amount.state_capital_amount_yuan,
    amount.undivided_fiscal_amount_yuan,
    amount.departments,
    amount.departments_by_narrative,
    amount.departments_quarantined,
    coverage.departments_counted,
    coverage.departments_expected,
    coverage.coverage_rate,
    amount.facts,
    amount.quarantined_facts,
    cast(round(amount.quarantined_facts / nullif(amount.facts + amount.quarantined_facts, 0), 4) as decimal(9, 4))
        as quarantined_share,
    amount.quarantined_amount_yuan
from amount
inner join {{ ref('agg_region_year_coverage') }} as coverage
    on amount.region_code = coverage.region_code and amount.fiscal_year = coverage.fiscal_year
