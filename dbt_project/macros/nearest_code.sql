{# The one code whose name is printed like `key` in the year nearest to the account's; several codes give no row. #}
{% macro nearest_code(relation, key, code_length, condition) %}
    select
        fiscal_year,
        class_key,
        section_key,
        item_key,
        printed_code,
        min(code) as code,
        min(year_seen) as year_seen
    from (
        select
            wanted.fiscal_year,
            wanted.class_key,
            wanted.section_key,
            wanted.item_key,
            wanted.printed_code,
            dictionary.code,
            dictionary.fiscal_year as year_seen,
            rank() over (
                partition by
                    wanted.fiscal_year, wanted.class_key, wanted.section_key, wanted.item_key, wanted.printed_code
                order by abs(dictionary.fiscal_year - wanted.fiscal_year)
            ) as nearness
        from {{ relation }} as wanted
        inner join {{ ref('core_functional_dictionary') }} as dictionary
            on wanted.{{ key }} = dictionary.name_key
            and length(dictionary.code) = {{ code_length }}
            and {{ condition }}
    ) as candidate
    where nearness = 1
    group by fiscal_year, class_key, section_key, item_key, printed_code
    having count(distinct code) = 1
{% endmacro %}
