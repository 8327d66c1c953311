{%- set phases = three_public_phases() -%}
with printed_table as (
    select distinct disclosure_key from {{ ref('core_amount') }} where table_id = 'T09' and is_leaf
),

mention as (
    select
        claim.disclosure_key,
        claim.document_key,
        claim.sha256,
        item.item_name,
        claim.phase,
        cast(claim.amount_yuan as decimal(18, 2)) as amount_yuan,
        claim.printed,
        claim.page,
        claim.char_start,
        claim.char_end
    from {{ ref('core_claim') }} as claim
    inner join {{ ref('three_public_items') }} as item
        on claim.subject = item.item_name or (claim.subject = '三公经费' and item.item_name = '合计')
    where
        claim.disclosure_key not in (select disclosure_key from printed_table)
        and {{ not_doubted("claim") }}
    qualify row_number() over (
        partition by claim.disclosure_key, item.item_name, claim.phase
        order by claim.document_key, claim.page, claim.char_start, claim.amount_yuan
    ) = 1
),

mentioned_parent as (
    select distinct mention.disclosure_key, mention.phase, item.parent_item_name as item_name
    from mention
    inner join {{ ref('three_public_items') }} as item on mention.item_name = item.item_name
    where item.parent_item_name is not null
),

item as (
    select
        disclosure_key,
        document_key,
        sha256 as document_sha256,
        'table' as source_kind,
        measure as item_name,
        min(page) as page,
        table_seq,
        min(row_no) as row_no,
        cast(null as bigint) as char_start,
        cast(null as bigint) as char_end,
        max(unit_printed) as unit_printed,
        {{ quarantined_amounts() }}
        {%- for phase, name in phases %},
        {{ measure_columns(phase, name, "phase") }}
        {%- endfor %}
    from {{ ref('core_judged_amount') }}
    where table_id = 'T09' and is_fact
    group by disclosure_key, document_key, sha256, measure, table_seq
    {{ something_left() }}
    union all
    select
        mention.disclosure_key,
        min(mention.document_key) as document_key,
        min(mention.sha256) as document_sha256,
        'narrative' as source_kind,
        mention.item_name,
        min(mention.page) as page,
        cast(null as bigint) as table_seq,
        cast(null as bigint) as row_no,
        min(mention.char_start) as char_start,
        arg_min(mention.char_end, mention.char_start) as char_end,
        cast(null as varchar) as unit_printed,
        0 as quarantined_amounts
        {%- for phase, name in phases %},
        max(mention.amount_yuan) filter (where mention.phase = '{{ phase }}') as {{ name }}_amount_yuan,
        cast(null as bigint) as {{ name }}_col_no,
        max(mention.printed) filter (where mention.phase = '{{ phase }}') as {{ name }}_printed
        {%- endfor %}
    from mention
    left join mentioned_parent
        on mention.disclosure_key = mentioned_parent.disclosure_key
        and mention.phase = mentioned_parent.phase
        and mention.item_name = mentioned_parent.item_name
    where mentioned_parent.item_name is null
    group by mention.disclosure_key, mention.item_name
)

select
    {{ discloser_columns() }},
    item.item_name,
    item.source_kind,
    item.document_key,
    item.document_sha256,
    item.page,
    item.table_seq,
    item.row_no,
    item.char_start,
    item.char_end,
    item.unit_printed,
    item.quarantined_amounts
    {%- for phase, name in phases %},
    item.{{ name }}_amount_yuan,
    item.{{ name }}_col_no,
    item.{{ name }}_printed
    {%- endfor %}
from item
{{ discloser_joins("item") }}
where disclosure.is_counted
