-- Every amount of a chosen table is in one place, once: a fact, a printed sum, the quarantine, or, where its
-- disclosure does not count, among the uncounted. By table, measure and phase: in = out + quarantined + uncounted.
with slot as (
    select amount.table_id, amount.measure, amount.phase, amount.amount_yuan
    from {{ ref('core_amount') }} as amount
    inner join {{ ref('core_disclosure') }} as disclosure on amount.disclosure_key = disclosure.disclosure_key
    where
        amount.amount_yuan is not null
        and (disclosure.is_counted or amount.is_leaf or amount.table_id in ('T01', 'T04'))
),

kept as (
    {%- for name in ["fct_summary", "fct_printed_subtotal", "fct_basic_expenditure_by_economic_class",
        "fct_uncounted_amount", "mart_quarantine"] %}
    select
        {{ "table_id" if name != "fct_basic_expenditure_by_economic_class" else "'T06' as table_id" }},
        {{ "measure" if name != "fct_basic_expenditure_by_economic_class" else "'决算数' as measure" }},
        {{ "phase" if name not in ("fct_basic_expenditure_by_economic_class", "fct_summary") else "'final' as phase" }},
        amount_yuan
    from {{ ref(name) }}
    where amount_yuan is not null and table_id is not null
    union all
    {%- endfor %}
    {%- for name, table_id, measures in [
        ("fct_expenditure_by_function", "'T03'", expenditure_measures()),
        ("fct_income_by_function", "'T02'", income_measures()),
        ("fct_fiscal_expenditure_by_function", "table_id", fiscal_measures()),
    ] %}
    {%- for measure, column in measures %}
    select {{ table_id }}, '{{ measure }}' as measure, 'final' as phase, {{ column }}_amount_yuan
    from {{ ref(name) }}
    where source_kind = 'table' and {{ column }}_amount_yuan is not null
    union all
    {%- endfor %}
    {%- endfor %}
    {%- for phase, column in three_public_phases() %}
    select 'T09' as table_id, item_name as measure, '{{ phase }}' as phase, {{ column }}_amount_yuan
    from {{ ref('fct_three_public') }}
    where source_kind = 'table' and {{ column }}_amount_yuan is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

read as (
    select table_id, measure, phase, count(*) as amounts, sum(amount_yuan) as amount_yuan
    from slot
    group by table_id, measure, phase
),

modelled as (
    select table_id, measure, phase, count(*) as amounts, sum(amount_yuan) as amount_yuan
    from kept
    group by table_id, measure, phase
)

select
    coalesce(read.table_id, modelled.table_id) as table_id,
    coalesce(read.measure, modelled.measure) as measure,
    coalesce(read.phase, modelled.phase) as phase,
    read.amounts as read_amounts,
    modelled.amounts as modelled_amounts,
    read.amount_yuan as read_yuan,
    modelled.amount_yuan as modelled_yuan
from read
full outer join modelled
    on read.table_id = modelled.table_id
    and read.measure is not distinct from modelled.measure
    and read.phase = modelled.phase
where read.amounts is distinct from modelled.amounts or read.amount_yuan is distinct from modelled.amount_yuan
