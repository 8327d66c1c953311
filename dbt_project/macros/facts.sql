{# Whose fact it is: the same leading columns in every fact table. #}
{% macro discloser_columns() -%}
    disclosure.region_code,
    disclosure.fiscal_year,
    disclosure.department_id,
    department.department_name,
    disclosure.disclosure_level,
    disclosure.disclosure_key
{%- endmacro %}

{% macro discloser_joins(fact) -%}
    inner join {{ ref('core_disclosure') }} as disclosure on {{ fact }}.disclosure_key = disclosure.disclosure_key
    inner join {{ ref('core_department') }} as department on disclosure.department_id = department.department_id
{%- endmacro %}

{# Amount, column and printed text of one measure of a row; a quarantined amount leaves its column empty. #}
{% macro measure_columns(measure, name, column="measure") -%}
    {%- set wanted = "filter (where " ~ column ~ " = '" ~ measure ~ "' and not is_quarantined)" -%}
    max(amount_yuan) {{ wanted }} as {{ name }}_amount_yuan,
    max(col_no) {{ wanted }} as {{ name }}_col_no,
    max(printed) {{ wanted }} as {{ name }}_printed
{%- endmacro %}

{# How many amounts of a row a failed fatal rule keeps out; a row of which nothing is left is no fact. #}
{% macro quarantined_amounts() -%}
    count(*) filter (where is_quarantined) as quarantined_amounts
{%- endmacro %}

{% macro something_left() -%}
    having count(*) filter (where is_quarantined) < greatest(count(amount_yuan), 1)
{%- endmacro %}

{# Sentences stand in for a missing table unless a failed fatal rule concerns them. #}
{% macro not_doubted(claim) -%}
    not exists (
        select 1
        from {{ ref('core_doubted_claim') }} as doubted
        where
            doubted.document_key = {{ claim }}.document_key
            and doubted.page = {{ claim }}.page
            and doubted.char_start = {{ claim }}.char_start
            and doubted.amount_yuan = {{ claim }}.amount_yuan
    )
{%- endmacro %}

{% macro no_measure_columns(name) -%}
    cast(null as decimal(18, 2)) as {{ name }}_amount_yuan,
    cast(null as bigint) as {{ name }}_col_no,
    cast(null as varchar) as {{ name }}_printed
{%- endmacro %}

{# A code's levels: 类 (3 digits), 款 (5), 项 (7). #}
{% macro code_levels(column) -%}
    case when length({{ column }}) >= 3 then left({{ column }}, 3) end as class_code,
    case when length({{ column }}) >= 5 then left({{ column }}, 5) end as section_code,
    case when length({{ column }}) >= 7 then left({{ column }}, 7) end as item_code,
    case length({{ column }}) when 3 then 'class' when 5 then 'section' when 7 then 'item' else 'unknown' end as grain
{%- endmacro %}

{# The levels of an economic classification code: 类 (3 digits), 款 (5). #}
{% macro economic_code_levels(column) -%}
    case when length({{ column }}) >= 3 then left({{ column }}, 3) end as class_code,
    case when length({{ column }}) >= 5 then left({{ column }}, 5) end as section_code,
    case length({{ column }}) when 3 then 'class' when 5 then 'section' else 'unknown' end as grain
{%- endmacro %}

{# The rows of functional leaf codes of one or more tables, measures as columns. #}
{% macro function_rows(table_ids, measures) %}
    select
        md5(concat_ws('|', document_key, table_seq, row_no, group_no)) as fact_id,
        disclosure_key,
        document_key,
        sha256 as document_sha256,
        'table' as source_kind,
        table_id,
        -- T02 and T03 cover all funds; their columns differ, their rows do not.
        case when table_id in ('T05', 'T07', 'T08', 'T12') then min(fund_type) else 'all' end as fund_type,
        page,
        table_seq,
        row_no,
        cast(null as bigint) as char_start,
        cast(null as bigint) as char_end,
        max(unit_printed) as unit_printed,
        line_code as function_code,
        line_label,
        {{ code_levels("line_code") }},
        'printed' as code_source,
        {{ quarantined_amounts() }}
        {%- for measure, name in measures %},
        {{ measure_columns(measure, name) }}
        {%- endfor %}
    from {{ ref('core_judged_amount') }}
    where is_fact and table_id in ('{{ table_ids | join("', '") }}')
    group by
        disclosure_key, document_key, sha256, table_id, page, table_seq, row_no, group_no, line_code, line_label
    {{ something_left() }}
{% endmacro %}

{# The same columns from sentences; `total` is the only measure that a sentence gives. #}
{% macro narrative_function_rows(names) %}
    select
        md5(concat_ws('|', document_key, scope, path_key)) as fact_id,
        disclosure_key,
        document_key,
        sha256 as document_sha256,
        'narrative' as source_kind,
        cast(null as varchar) as table_id,
        scope as fund_type,
        page,
        cast(null as bigint) as table_seq,
        cast(null as bigint) as row_no,
        char_start,
        char_end,
        cast(null as varchar) as unit_printed,
        function_code,
        line_label,
        class_code,
        section_code,
        item_code,
        grain,
        code_source,
        0 as quarantined_amounts
        {%- for name in names %},
        {% if name == "total" -%}
        amount_yuan as total_amount_yuan,
        cast(null as bigint) as total_col_no,
        printed as total_printed
        {%- else -%}
        {{ no_measure_columns(name) }}
        {%- endif %}
        {%- endfor %}
    from {{ ref('core_narrative_amount') }} as narrative
    where is_leaf and {{ not_doubted("narrative") }}
{% endmacro %}

{# The facts that the rows of `leaf` make: those of counted disclosures, with whose they are. #}
{% macro counted_function_rows(measures, with_fund=false) %}
select
    {{ discloser_columns() }},
    {%- if with_fund %}
    leaf.fund_type,
    {%- endif %}
    leaf.fact_id,
    leaf.function_code,
    leaf.line_label,
    leaf.class_code,
    leaf.section_code,
    leaf.item_code,
    leaf.grain,
    leaf.code_source,
    leaf.source_kind,
    leaf.table_id,
    leaf.document_key,
    leaf.document_sha256,
    leaf.page,
    leaf.table_seq,
    leaf.row_no,
    leaf.char_start,
    leaf.char_end,
    leaf.unit_printed,
    leaf.quarantined_amounts
    {%- for measure, name in measures %},
    leaf.{{ name }}_amount_yuan,
    leaf.{{ name }}_col_no,
    leaf.{{ name }}_printed
    {%- endfor %}
from leaf
{{ discloser_joins("leaf") }}
where disclosure.is_counted
{% endmacro %}
