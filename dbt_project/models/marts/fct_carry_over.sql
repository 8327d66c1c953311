{%- set columns = ["amount_yuan", "source_kind", "document_key", "page", "table_seq", "row_no", "col_no", "char_start",
    "printed"] -%}
with balance as (
    select
        disclosure_key,
        scope,
        {%- for point, subject in [("opening", "年初结转和结余"), ("closing", "年末结转和结余")] %}
        {%- set last_point = loop.last %}
        {%- for column in columns %}
        any_value({{ column }}) filter (where subject = '{{ subject }}') as {{ point }}_{{ column }}
        {{- "" if last_point and loop.last else "," }}
        {%- endfor %}
        {%- endfor %}
    from {{ ref('core_headline') }}
    where phase = 'final' and subject in ('年初结转和结余', '年末结转和结余') and not is_quarantined
    group by disclosure_key, scope
)

select
    {{ discloser_columns() }},
    balance.scope,
    {%- for point in ["opening", "closing"] %}
    {%- set last_point = loop.last %}
    {%- for column in columns %}
    balance.{{ point }}_{{ column }}{{ "" if last_point and loop.last else "," }}
    {%- endfor %}
    {%- endfor %}
from balance
{{ discloser_joins("balance") }}
where disclosure.is_counted
