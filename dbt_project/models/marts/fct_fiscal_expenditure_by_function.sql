{%- set measures = [
    ("年初结转和结余", "opening_balance"), ("本年收入", "income"), ("本年支出合计", "total"), ("基本支出", "basic"),
    ("项目支出", "project"), ("年末结转和结余", "closing_balance"),
] -%}
with printed_fund as (
    select distinct disclosure_key, fund_type
    from {{ ref('core_amount') }}
    where is_leaf and table_id in ('T05', 'T07', 'T08')
),

named_fund as (
    select disclosure_key, bool_or(scope <> 'fiscal') as has_single_funds
    from {{ ref('core_narrative_amount') }}
    where scope <> 'all'
    group by disclosure_key
),

leaf as (
    {{ function_rows(["T05", "T07", "T08"], measures) }}
    union all
    {{ narrative_function_rows(measures | map(attribute=1) | list) }}
    and scope <> 'all'
    -- A sentence over the three funds together repeats what sentences over each fund say.
    and (scope <> 'fiscal' or disclosure_key in (select disclosure_key from named_fund where not has_single_funds))
    and not exists (
        select 1
        from printed_fund
        where
            printed_fund.disclosure_key = narrative.disclosure_key
            and (narrative.scope = 'fiscal' or printed_fund.fund_type = narrative.scope)
    )
)

select
    {{ discloser_columns() }},
    leaf.fund_type,
    {{ function_fact_columns("leaf") }}
    {%- for measure, name in measures %},
    leaf.{{ name }}_amount_yuan,
    leaf.{{ name }}_col_no,
    leaf.{{ name }}_printed
    {%- endfor %}
from leaf
{{ discloser_joins("leaf") }}
where disclosure.is_counted
