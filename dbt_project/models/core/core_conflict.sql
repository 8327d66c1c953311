-- Two places of one disclosure that print one figure differently. Within a document its own rules have compared them
-- (their failed findings); between the documents of a disclosure, and between copies of one table, they meet here.
with found_in_document as (
    select
        document_key,
        rule,
        case
            when severity = 'fatal' and len(list_filter(places, lambda place: place.char_start is not null)) = 0
                then 'quarantined'
            else 'precedence'
        end as resolution,
        message_zh,
        message_en,
        quotes,
        expected,
        found,
        tolerance,
        list_filter(places, lambda place: place.table_seq is not null) as cells,
        list_filter(places, lambda place: place.char_start is not null) as sentences
    from {{ ref('stg_finding') }}
    where verdict = 'fail' and rule in ('R15', 'R16', 'R17', 'R18', 'R22', 'R25', 'R29', 'R38', 'R46')
),

sided as (
    select
        finding.document_key,
        finding.rule,
        finding.resolution,
        finding.message_zh,
        finding.message_en,
        finding.tolerance,
        finding.cells,
        finding.sentences,
        -- Of two tables the one that gives facts by code comes before the summary tables.
        coalesce(expected_table.table_id in ('T01', 'T04') and found_table.table_id not in ('T01', 'T04'), false)
            and len(finding.sentences) = 0 as is_swapped,
        finding.quotes,
        finding.expected,
        finding.found
    from found_in_document as finding
    left join {{ ref('stg_printed_table') }} as expected_table
        on finding.document_key = expected_table.document_key
        and finding.cells[1].table_seq = expected_table.table_seq
    left join {{ ref('stg_printed_table') }} as found_table
        on finding.document_key = found_table.document_key and finding.cells[-1].table_seq = found_table.table_seq
),

in_document as (
    select
        document.disclosure_key,
        case
            when len(finding.cells) = 0 then 'between_sentences'
            when len(finding.sentences) = 0 then 'between_tables'
            else 'table_narrative'
        end as conflict_kind,
        finding.rule,
        finding.message_zh as subject,
        cast(null as varchar) as scope,
        'final' as phase,
        finding.resolution,
        if(len(finding.cells) = 0, 'narrative', 'table') as winner_source_kind,
        finding.document_key as winner_document_key,
        coalesce(finding.cells[if(finding.is_swapped, -1, 1)], finding.sentences[1]) as winner_place,
        cast(if(finding.is_swapped, finding.found, finding.expected) as decimal(18, 2)) as winner_amount_yuan,
        finding.quotes[if(finding.is_swapped, -1, 1)] as winner_printed,
        if(len(finding.sentences) = 0, 'table', 'narrative') as loser_source_kind,
        finding.document_key as loser_document_key,
        coalesce(finding.sentences[-1], finding.cells[if(finding.is_swapped, 1, -1)]) as loser_place,
        cast(if(finding.is_swapped, finding.expected, finding.found) as decimal(18, 2)) as loser_amount_yuan,
        finding.quotes[if(finding.is_swapped, 1, -1)] as loser_printed,
        finding.tolerance as tolerance_yuan,
        1 as amounts_different,
        finding.message_zh,
        finding.message_en
    from sided as finding
    inner join {{ ref('core_document') }} as document on finding.document_key = document.document_key
),

between_documents as (
    select
        winner.disclosure_key,
        case
            when winner.source_kind <> other.source_kind then 'table_narrative'
            when winner.source_kind = 'table' then 'between_tables'
            else 'between_sentences'
        end as conflict_kind,
        cast(null as varchar) as rule,
        winner.subject,
        winner.scope,
        winner.phase,
        'precedence' as resolution,
        winner.source_kind as winner_source_kind,
        winner.document_key as winner_document_key,
        {{ headline_place("winner") }} as winner_place,
        winner.amount_yuan as winner_amount_yuan,
        winner.printed as winner_printed,
        other.source_kind as loser_source_kind,
        other.document_key as loser_document_key,
        {{ headline_place("other") }} as loser_place,
        other.amount_yuan as loser_amount_yuan,
        other.printed as loser_printed,
        greatest(winner.step_yuan, other.step_yuan) as tolerance_yuan,
        1 as amounts_different,
        winner.subject || '：同一公开的两份文件金额不一致' as message_zh,
        winner.subject || ' differs between two documents of one disclosure' as message_en
    from {{ ref('core_headline') }} as winner
    inner join {{ ref('core_headline_candidate') }} as other
        on winner.disclosure_key = other.disclosure_key
        and winner.subject = other.subject
        and winner.scope = other.scope
        and winner.phase = other.phase
        and winner.document_key <> other.document_key
    where abs(winner.amount_yuan - other.amount_yuan) > greatest(winner.step_yuan, other.step_yuan)
    qualify row_number() over (
        partition by winner.disclosure_key, winner.subject, winner.scope, winner.phase, other.document_key
        order by other.precedence, other.page, other.char_start, other.amount_yuan
    ) = 1
),

copy as (
    select
        document.disclosure_key,
        printed.document_key,
        printed.table_seq,
        printed.table_id
    from {{ ref('core_document') }} as document
    inner join {{ ref('stg_printed_table') }} as printed on document.document_key = printed.document_key
    inner join {{ ref('core_table_choice') }} as choice
        on document.disclosure_key = choice.disclosure_key
        and printed.table_id = choice.table_id
        and (printed.document_key, printed.table_seq) <> (choice.document_key, choice.table_seq)
    where document.document_kind = 'final_account' and coalesce(printed.row_kind, '') <> 'unit'
),

copied_slot as (
    select
        copy.disclosure_key,
        copy.document_key,
        copy.table_id,
        copy.table_seq,
        cell.page,
        cell.row_no,
        cell.col_no,
        {{ slot_name("cell") }} as slot_name,
        any_value(cell.measure) as measure,
        any_value(cell.phase) as phase,
        any_value(cell.printed) as printed,
        cast(any_value(cell.amount_yuan) as decimal(18, 2)) as amount_yuan,
        max({{ printed_step("cell.printed", "cell.unit_printed") }}) as step_yuan
    from copy
    inner join {{ ref('stg_cell') }} as cell
        on copy.document_key = cell.document_key and copy.table_seq = cell.table_seq
    where cell.amount_yuan is not null and cell.entity is null
    group by
        copy.disclosure_key, copy.document_key, copy.table_id, copy.table_seq, cell.page, cell.row_no, cell.col_no,
        slot_name
    qualify count(*) over (partition by copy.document_key, copy.table_seq, slot_name) = 1
),

chosen_slot as (
    select
        amount.disclosure_key,
        amount.document_key,
        amount.table_id,
        amount.table_seq,
        amount.page,
        amount.row_no,
        amount.col_no,
        {{ slot_name("amount") }} as slot_name,
        amount.line_label,
        amount.fund_type,
        amount.printed,
        amount.amount_yuan,
        {{ printed_step("amount.printed", "amount.unit_printed") }} as step_yuan
    from {{ ref('core_amount') }} as amount
    where amount.amount_yuan is not null and amount.disclosure_key in (select disclosure_key from copy)
    qualify count(*) over (partition by amount.document_key, amount.table_seq, slot_name) = 1
),

between_copies as (
    select
        chosen.disclosure_key,
        'between_copies' as conflict_kind,
        cast(null as varchar) as rule,
        first(concat_ws('.', chosen.table_id, chosen.line_label, other.measure) order by other.row_no, other.col_no)
            as subject,
        first(chosen.fund_type order by other.row_no, other.col_no) as scope,
        first(other.phase order by other.row_no, other.col_no) as phase,
        'precedence' as resolution,
        'table' as winner_source_kind,
        chosen.document_key as winner_document_key,
        first({{ table_place("chosen") }} order by other.row_no, other.col_no) as winner_place,
        first(chosen.amount_yuan order by other.row_no, other.col_no) as winner_amount_yuan,
        first(chosen.printed order by other.row_no, other.col_no) as winner_printed,
        'table' as loser_source_kind,
        other.document_key as loser_document_key,
        first({{ table_place("other") }} order by other.row_no, other.col_no) as loser_place,
        first(other.amount_yuan order by other.row_no, other.col_no) as loser_amount_yuan,
        first(other.printed order by other.row_no, other.col_no) as loser_printed,
        max(greatest(chosen.step_yuan, other.step_yuan)) as tolerance_yuan,
        count(*) as amounts_different,
        '同一张表两次印刷，金额不一致' as message_zh,
        'two copies of one table differ' as message_en
    from chosen_slot as chosen
    inner join copied_slot as other
        on chosen.disclosure_key = other.disclosure_key
        and chosen.table_id = other.table_id
        and chosen.slot_name = other.slot_name
    where abs(chosen.amount_yuan - other.amount_yuan) > greatest(chosen.step_yuan, other.step_yuan)
    group by
        chosen.disclosure_key, chosen.table_id, chosen.document_key, chosen.table_seq, other.document_key,
        other.table_seq
)

{% for source in ["in_document", "between_documents", "between_copies"] %}
select distinct
    disclosure_key, conflict_kind, rule, subject, scope, phase, resolution, winner_source_kind, winner_document_key,
    winner_place, winner_amount_yuan, winner_printed, loser_source_kind, loser_document_key, loser_place,
    loser_amount_yuan, loser_printed, tolerance_yuan, amounts_different, message_zh, message_en
from {{ source }}
{% if not loop.last %}union all{% endif %}
{%- endfor %}
