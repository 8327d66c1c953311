-- Functional classes as sentences name them (类, 款, 项), resolved to codes within the printed path by the dictionary
-- of the nearest year. More than one code, or none, leaves the code empty.
with path as (
    select distinct
        document.fiscal_year,
        {{ class_name_key("claim.subject_path[1]") }} as class_key,
        {{ class_name_key("claim.subject_path[2]") }} as section_key,
        {{ class_name_key("claim.subject_path[3]") }} as item_key,
        regexp_extract(
            {{ folded("coalesce(claim.subject_path[3], claim.subject_path[2], claim.subject_path[1])") }},
            '^([0-9]{7}|[0-9]{5}|[0-9]{3})', 1
        ) as printed_code
    from {{ ref('core_claim') }} as claim
    inner join {{ ref('core_document') }} as document on claim.document_id = document.document_id
    where claim.subject = 'functional_class'
),

class_match as (
    {{ nearest_code("path", "class_key", 3, "true") }}
),

class_path as (
    select
        path.fiscal_year,
        path.class_key,
        path.section_key,
        path.item_key,
        path.printed_code,
        class_match.code as class_code,
        class_match.year_seen as class_year
    from path
    left join class_match
        on path.fiscal_year is not distinct from class_match.fiscal_year
        and path.class_key = class_match.class_key
        and path.section_key is not distinct from class_match.section_key
        and path.item_key is not distinct from class_match.item_key
        and path.printed_code = class_match.printed_code
),

section_match as (
    {{ nearest_code("class_path", "section_key", 5,
        "(wanted.class_key is null or left(dictionary.code, 3) = wanted.class_code)") }}
),

section_path as (
    select
        class_path.fiscal_year,
        class_path.class_key,
        class_path.section_key,
        class_path.item_key,
        class_path.printed_code,
        class_path.class_code,
        class_path.class_year,
        section_match.code as section_code,
        section_match.year_seen as section_year
    from class_path
    left join section_match
        on class_path.fiscal_year is not distinct from section_match.fiscal_year
        and class_path.class_key is not distinct from section_match.class_key
        and class_path.section_key = section_match.section_key
        and class_path.item_key is not distinct from section_match.item_key
        and class_path.printed_code = section_match.printed_code
),

item_match as (
    {{ nearest_code("section_path", "item_key", 7,
        "(wanted.class_key is null or left(dictionary.code, 3) = wanted.class_code)"
        ~ " and (wanted.section_key is null or left(dictionary.code, 5) = wanted.section_code)") }}
),

resolved as (
    select
        section_path.fiscal_year,
        section_path.class_key,
        section_path.section_key,
        section_path.item_key,
        section_path.printed_code,
        case
            when section_path.item_key is not null or length(section_path.printed_code) = 7 then 'item'
            when section_path.section_key is not null or length(section_path.printed_code) = 5 then 'section'
            else 'class'
        end as grain,
        coalesce(
            nullif(section_path.printed_code, ''),
            case
                when section_path.item_key is not null then item_match.code
                when section_path.section_key is not null then section_path.section_code
                else section_path.class_code
            end
        ) as function_code,
        coalesce(section_path.section_code, section_path.class_code) as known_ancestor,
        case
            when section_path.printed_code <> '' then 'printed'
            when section_path.item_key is not null then 'path_year_' || item_match.year_seen
            when section_path.section_key is not null then 'path_year_' || section_path.section_year
            else 'path_year_' || section_path.class_year
        end as code_source
    from section_path
    left join item_match
        on section_path.fiscal_year is not distinct from item_match.fiscal_year
        and section_path.class_key is not distinct from item_match.class_key
        and section_path.section_key is not distinct from item_match.section_key
        and section_path.item_key = item_match.item_key
        and section_path.printed_code = item_match.printed_code
)

select
    fiscal_year,
    class_key,
    section_key,
    item_key,
    grain,
    function_code,
    left(coalesce(function_code, known_ancestor), 3) as class_code,
    case when length(coalesce(function_code, known_ancestor)) >= 5
        then left(coalesce(function_code, known_ancestor), 5) end as section_code,
    case when length(function_code) = 7 then function_code end as item_code,
    code_source
from resolved
qualify row_number() over (
    partition by fiscal_year, class_key, section_key, item_key order by printed_code desc
) = 1
