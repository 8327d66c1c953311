-- Every amount of a chosen table of a counted disclosure is a fact or a printed sum, once.
with slot as (
    select
        amount.table_id,
        count(amount.amount_yuan) as amounts,
        coalesce(sum(amount.amount_yuan), 0) as amount_yuan
    from {{ ref('core_amount') }} as amount
    inner join {{ ref('core_disclosure') }} as disclosure on amount.disclosure_key = disclosure.disclosure_key
    where
        disclosure.is_counted
        and (
            (amount.table_id = 'T03' and amount.is_leaf and amount.measure = '本年支出合计')
            or (amount.table_id in ('T05', 'T07', 'T08') and amount.is_leaf and amount.measure = '本年支出合计')
            or (amount.table_id = 'T02' and amount.is_leaf and amount.measure = '本年收入合计')
            or (amount.table_id = 'T06' and amount.is_leaf)
            or amount.table_id in ('T01', 'T04')
        )
        and amount.phase = 'final'
    group by amount.table_id
),

fact as (
    select 'T03' as table_id, count(total_amount_yuan) as amounts, coalesce(sum(total_amount_yuan), 0) as amount_yuan
    from {{ ref('fct_expenditure_by_function') }}
    where source_kind = 'table'
    union all
    select
        case fund_type when 'general_public_budget' then 'T05' when 'government_fund' then 'T07' else 'T08' end,
        count(total_amount_yuan),
        coalesce(sum(total_amount_yuan), 0)
    from {{ ref('fct_fiscal_expenditure_by_function') }}
    where source_kind = 'table'
    group by fund_type
    union all
    select 'T02', count(total_amount_yuan), coalesce(sum(total_amount_yuan), 0)
    from {{ ref('fct_income_by_function') }}
    union all
    select 'T06', count(amount_yuan), coalesce(sum(amount_yuan), 0)
    from {{ ref('fct_basic_expenditure_by_economic_class') }}
    union all
    select table_id, count(amount_yuan), coalesce(sum(amount_yuan), 0)
    from {{ ref('fct_summary') }}
    group by table_id
)

select
    slot.table_id,
    slot.amounts as read_amounts,
    fact.amounts as fact_amounts,
    slot.amount_yuan as read_yuan,
    fact.amount_yuan as fact_yuan
from slot
left join fact on slot.table_id = fact.table_id
where slot.amounts is distinct from fact.amounts or slot.amount_yuan is distinct from fact.amount_yuan
