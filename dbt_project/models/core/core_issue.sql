-- Issues of the readers, and those that only show when documents stand side by side.
select
    document_key,
    sha256,
    'reading' as stage,
    code,
    severity,
    place.page as page,
    place.table_seq as table_seq,
    place.row_no as row_no,
    place.col_no as col_no,
    place.char_start as char_start,
    message
from {{ ref('stg_issue') }}
union all
select
    document_key,
    sha256,
    'modelling' as stage,
    'narrative_code_unresolved' as code,
    'warning' as severity,
    page,
    cast(null as bigint) as table_seq,
    cast(null as bigint) as row_no,
    cast(null as bigint) as col_no,
    char_start,
    '「' || line_label || '」在最近年度的科目中无唯一对应编码 / no single code in the nearest year' as message
from {{ ref('core_narrative_amount') }}
where is_leaf and function_code is null
union all
select
    document_key,
    sha256,
    'modelling' as stage,
    'measure_printed_twice' as code,
    'warning' as severity,
    page,
    table_seq,
    first_row_no as row_no,
    first_col_no as col_no,
    cast(null as bigint) as char_start,
    '「' || coalesce(measure, '') || '」在一行中印刷多次，取第一处 / printed more than once in a row, the first is taken'
        as message
from {{ ref('core_repeated_measure') }}
union all
select
    document_key,
    sha256,
    'modelling' as stage,
    'narrative_amounts_differ' as code,
    'warning' as severity,
    page,
    cast(null as bigint) as table_seq,
    cast(null as bigint) as row_no,
    cast(null as bigint) as col_no,
    char_start,
    '「' || line_label || '」前后金额不一致，取首次出现 / amounts differ between mentions, the first is kept'
        as message
from {{ ref('core_narrative_amount') }}
where is_contradicted
union all
select distinct
    document_key,
    sha256,
    'modelling' as stage,
    'row_without_code' as code,
    'warning' as severity,
    page,
    table_seq,
    row_no,
    cast(null as bigint) as col_no,
    cast(null as bigint) as char_start,
    '「' || coalesce(line_label, '') || '」无科目编码，未计入 / a row without a code is not counted' as message
from {{ ref('core_amount') }}
where
    table_id in ('T02', 'T03', 'T05', 'T07', 'T08', 'T12')
    and line_code is null
    and coalesce(row_role, 'item') in ('item', 'class', 'section')
    and amount_yuan is not null
union all
select
    document_key,
    sha256,
    'modelling' as stage,
    'slot_read_twice' as code,
    'error' as severity,
    page,
    table_seq,
    row_no,
    col_no,
    cast(null as bigint) as char_start,
    '同一单元格被读取' || times_read || '次，只计一次 / one cell was read several times and counts once' as message
from {{ ref('core_repeated_slot') }}
