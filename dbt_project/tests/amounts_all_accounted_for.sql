-- Every amount of a chosen table is in one place, once: a fact, a printed sum, the quarantine, or, where its
-- disclosure does not count, among the uncounted. By table, measure and phase: in = out + quarantined + uncounted.
with uncounted_sum as (
    select amount.document_key, amount.table_seq, amount.row_no, amount.group_no, amount.col_no
    from {{ ref('core_judged_amount') }} as amount
    inner join {{ ref('core_disclosure') }} as disclosure on amount.disclosure_key = disclosure.disclosure_key
    where not disclosure.is_counted and not amount.is_fact
),

slot as (
    select amount.table_id, amount.measure, amount.phase, amount.amount_yuan
    from {{ ref('core_amount') }} as amount
    inner join {{ ref('core_disclosure') }} as disclosure on amount.disclosure_key = disclosure.disclosure_key
    left join uncounted_sum
        on amount.document_key = uncounted_sum.document_key
        and amount.table_seq = uncounted_sum.table_seq
        and amount.row_no = uncounted_sum.row_no
        and amount.group_no = uncounted_sum.group_no
        and amount.col_no = uncounted_sum.col_no
    where amount.amount_yuan is not null and uncounted_sum.document_key is null
),

kept as (
    {%- for name in ["fct_summary", "fct_printed_subtotal", "fct_uncounted_amount", "mart_quarantine"] %}
    select table_id, measure, phase, amount_yuan
    from {{ ref(name) }}
    where amount_yuan is not null and table_id is not null
    union all
    {%- endfor %}
    select 'T06' as table_id, '决算数' as measure, 'final' as phase, amount_yuan
    from {{ ref('fct_basic_expenditure_by_economic_class') }}
    where amount_yuan is not null
    union all
    select table_id, measure, 'final' as phase, amount_yuan
    from {{ ref('fct_expenditure_by_economic_class') }}
    where amount_yuan is not null
    union all
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
