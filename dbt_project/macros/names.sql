{# Printed names as keys: full-width brackets and digits folded, blanks and quotation marks taken out. #}
{% macro folded(column) -%}
    regexp_replace(
        translate({{ column }}, '（）０１２３４５６７８９：', '()0123456789:'), '[\s　“”"「」]', '', 'g'
    )
{%- endmacro %}

{# A class name as a key: brackets folded, a printed (类), (款) or (项), a printed code and a trailing 支出 removed. #}
{% macro class_name_key(column) -%}
    nullif(
        regexp_replace(
            regexp_replace(
                regexp_replace({{ folded(column) }}, '^[0-9]{3,7}[-—－.、]?', ''), '\((类|款|项)\)$', ''
            ),
            '支出$', ''
        ),
        ''
    )
{%- endmacro %}

{# A department's name as a key within its region: level words and the region's own name removed. #}
{% macro department_name_key(column, region_name, province, city) -%}
    coalesce(
        nullif(
            regexp_replace(
                regexp_replace(
                    {{ folded(column) }}, '(\((汇总|本级|机关|机关本级|部门汇总|含下属单位)\)|本级|\(公开\))$', ''
                ),
                '^(?:' || {{ folded(region_name) }} || '|(?:' || coalesce({{ province }}, '') || ')?(?:'
                || coalesce({{ city }}, '') || ')?(?:'
                || regexp_replace({{ region_name }}, '^(' || coalesce({{ province }}, '') || ')?('
                || coalesce({{ city }}, '') || ')?', '') || ')?)',
                ''
            ),
            ''
        ),
        {{ folded(column) }}
    )
{%- endmacro %}

{# The id of a department, of the name that it goes by in this respect. #}
{% macro department_id(region_code, name_key) -%}
    md5({{ region_code }} || '|' || {{ name_key }})
{%- endmacro %}

{# The last earlier year in which a code went by another name, among entries of fiscal year, code and class name. #}
{% macro former_class_names(entries) -%}
    select
        later.fiscal_year,
        later.code,
        arg_max(earlier.class_name, earlier.fiscal_year) as former_name,
        max(earlier.fiscal_year) as former_name_year
    from {{ entries }} as later
    inner join {{ entries }} as earlier
        on later.code = earlier.code
        and later.fiscal_year > earlier.fiscal_year
        and {{ class_name_key("later.class_name") }} <> {{ class_name_key("earlier.class_name") }}
    group by later.fiscal_year, later.code
{%- endmacro %}

{# Codes of a classification by the year in which they were printed, from the reference list of codes observed in
   published accounts (`seed`), and from this warehouse's own tables (the amounts under `condition`). #}
{% macro class_entries(seed, condition) -%}
    select
        code,
        cast(unnest(string_split(observed_years, ' ')) as bigint) as fiscal_year,
        name as class_name,
        cast(n_docs as bigint) as documents,
        'reference' as source_name
    from {{ ref(seed) }}
    union all
    select
        amount.line_code as code,
        disclosure.fiscal_year,
        amount.line_label as class_name,
        count(distinct disclosure.department_id) as documents,
        'warehouse' as source_name
    from {{ ref('core_amount') }} as amount
    inner join {{ ref('core_disclosure') }} as disclosure on amount.disclosure_key = disclosure.disclosure_key
    where
        {{ condition }}
        and amount.line_code is not null
        and amount.line_label is not null
        and disclosure.fiscal_year is not null
    group by amount.line_code, disclosure.fiscal_year, amount.line_label
{%- endmacro %}
