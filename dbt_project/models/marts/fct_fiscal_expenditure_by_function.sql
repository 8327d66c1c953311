{%- set measures = fiscal_measures() -%}
with printed_fund as (
    select distinct disclosure_key, fund_type
    from {{ ref('core_amount') }}
    where is_leaf and table_id in ('T05', 'T07', 'T08', 'T12')
),

named_fund as (
    select disclosure_key, bool_or(scope <> 'fiscal') as has_single_funds
    from {{ ref('core_narrative_amount') }}
    where scope <> 'all'
    group by disclosure_key
),

leaf as (
    {{ function_rows(["T05", "T07", "T08", "T12"], measures) }}
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

{{ counted_function_rows(measures, with_fund=true) }}
