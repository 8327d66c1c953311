-- Every amount slot of the chosen tables, and whether it is a leaf (a code without a printed child in its table; in
-- the 三公 table an item without printed components) or a printed sum of others.
-- A slot that a reader gave twice counts once. The rows flow past small lookups: nothing here holds all of them.
with slot as (
    {%- for is_repeated in [false, true] %}
    select
        choice.disclosure_key,
        choice.document_key,
        cell.sha256,
        cell.table_id,
        cell.table_seq,
        cell.page,
        cell.row_no,
        cell.col_no,
        cell.group_no,
        cell.line_code,
        cell.line_label,
        cell.parent_label,
        cell.row_role,
        cell.side,
        case cell.table_id
            when 'T05' then 'general_public_budget'
            when 'T12' then 'general_public_budget'
            when 'T06' then 'general_public_budget'
            when 'T07' then 'government_fund'
            when 'T08' then 'state_capital'
            else cell.fund_type
        end as fund_type,
        cell.column_header,
        cell.measure,
        cell.phase,
        cell.printed,
        cell.unit_printed,
        cast(cell.amount_yuan as decimal(18, 2)) as amount_yuan
    from {{ ref('core_table_choice') }} as choice
    inner join {{ ref('stg_cell') }} as cell
        on choice.document_key = cell.document_key and choice.table_seq = cell.table_seq
    {{ "semi" if is_repeated else "anti" }} join {{ ref('core_repeated_slot') }} as repeated
        on cell.document_key = repeated.document_key
        and cell.table_seq = repeated.table_seq
        and cell.row_no = repeated.row_no
        and cell.col_no = repeated.col_no
        and cell.group_no = repeated.group_no
    {%- if is_repeated %}
    qualify row_number() over (
        partition by cell.document_key, cell.table_seq, cell.row_no, cell.col_no, cell.group_no
        order by cell.page, cell.line_code, cell.measure, cell.phase, cell.printed
    ) = 1
    {%- else %}
    union all
    {%- endif %}
    {%- endfor %}
),

printed_code as (
    select distinct cell.document_key, cell.table_seq, cell.line_code
    from {{ ref('core_table_choice') }} as choice
    inner join {{ ref('stg_cell') }} as cell
        on choice.document_key = cell.document_key and choice.table_seq = cell.table_seq
    where length(cell.line_code) > 3
),

prefix as (
    select distinct document_key, table_seq, left(line_code, prefix_length) as parent_code
    from printed_code, (values (3), (5)) as level (prefix_length)
    where length(line_code) > prefix_length
),

-- Disclosures that print their general budget table (T05): a second one (T12) repeats it.
general_budget as (
    select disclosure_key
    from {{ ref('core_table_choice') }}
    where table_id = 'T05' and amounts > 0
),

three_public_parent as (
    select distinct cell.document_key, cell.table_seq, cell.phase, item.parent_item_name as item_name
    from {{ ref('core_table_choice') }} as choice
    inner join {{ ref('stg_cell') }} as cell
        on choice.document_key = cell.document_key and choice.table_seq = cell.table_seq
    inner join {{ ref('three_public_items') }} as item on cell.measure = item.item_name
    where choice.table_id = 'T09' and cell.amount_yuan is not null and item.parent_item_name is not null
)

select
    slot.disclosure_key,
    slot.document_key,
    slot.sha256,
    slot.table_id,
    slot.table_seq,
    slot.page,
    slot.row_no,
    slot.col_no,
    slot.group_no,
    slot.line_code,
    slot.line_label,
    slot.parent_label,
    slot.row_role,
    slot.side,
    slot.fund_type,
    slot.column_header,
    slot.measure,
    slot.phase,
    slot.printed,
    slot.unit_printed,
    slot.amount_yuan,
    case
        when slot.table_id in ('T02', 'T03', 'T05', 'T06', 'T07', 'T08', 'T12', 'T13', 'T14')
            then slot.line_code is not null
                and coalesce(slot.row_role, 'item') in ('item', 'class', 'section')
                and prefix.parent_code is null
                and (slot.table_id <> 'T12' or general_budget.disclosure_key is null)
        when slot.table_id = 'T09'
            then known_item.item_name is not null and three_public_parent.item_name is null
        else false
    end as is_leaf
from slot
left join prefix
    on slot.document_key = prefix.document_key
    and slot.table_seq = prefix.table_seq
    and slot.line_code = prefix.parent_code
left join general_budget on slot.disclosure_key = general_budget.disclosure_key
left join {{ ref('three_public_items') }} as known_item on slot.measure = known_item.item_name
left join three_public_parent
    on slot.document_key = three_public_parent.document_key
    and slot.table_seq = three_public_parent.table_seq
    and slot.phase = three_public_parent.phase
    and slot.measure = three_public_parent.item_name
