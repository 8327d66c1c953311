-- R10b: a code exists in its year's dictionary and has its name. No official list is at hand: the dictionary is what
-- other departments print in that year and the reference list. One row per disclosure and code that is in doubt, and
-- one for all codes that agree.
with printed as (
    select
        amount.disclosure_key,
        disclosure.department_id,
        disclosure.fiscal_year,
        amount.line_code as code,
        {{ class_name_key("amount.line_label") }} as name_key,
        min(amount.line_label) as line_label,
        first(amount.document_key order by amount.table_seq, amount.row_no) as document_key,
        first({{ table_place("amount") }} order by amount.table_seq, amount.row_no, amount.col_no) as place
    from {{ ref('core_amount') }} as amount
    inner join {{ ref('core_disclosure') }} as disclosure on amount.disclosure_key = disclosure.disclosure_key
    where
        amount.table_id in ('T02', 'T03', 'T05', 'T07', 'T08', 'T12')
        and length(amount.line_code) in (3, 5, 7)
        and amount.line_label is not null
        and disclosure.fiscal_year is not null
    group by amount.disclosure_key, disclosure.department_id, disclosure.fiscal_year, amount.line_code, name_key
),

by_name as (
    select fiscal_year, code, name_key, count(distinct department_id) as departments
    from printed
    group by fiscal_year, code, name_key
),

by_code as (
    select fiscal_year, code, count(distinct department_id) as departments
    from printed
    group by fiscal_year, code
),

listed as (
    select fiscal_year, code, name_key, sum(documents) as documents
    from {{ ref('core_functional_dictionary') }}
    where source_name = 'reference'
    group by fiscal_year, code, name_key
),

listed_code as (
    select fiscal_year, code, sum(documents) as documents from listed group by fiscal_year, code
),

weighed as (
    select
        printed.disclosure_key,
        printed.code,
        printed.line_label,
        printed.document_key,
        printed.place,
        by_name.departments - 1 + coalesce(listed.documents, 0) as same_name,
        by_code.departments - 1 + coalesce(listed_code.documents, 0) as same_code
    from printed
    inner join by_name
        on printed.fiscal_year = by_name.fiscal_year
        and printed.code = by_name.code
        and printed.name_key is not distinct from by_name.name_key
    inner join by_code on printed.fiscal_year = by_code.fiscal_year and printed.code = by_code.code
    left join listed
        on printed.fiscal_year = listed.fiscal_year
        and printed.code = listed.code
        and printed.name_key = listed.name_key
    left join listed_code on printed.fiscal_year = listed_code.fiscal_year and printed.code = listed_code.code
)

select
    disclosure_key,
    'R10b' as rule,
    case when same_code = 0 then 'insufficient_data' else 'fail' end as verdict,
    case when same_code = 0 then 'code_printed_by_no_other' else 'name_printed_by_no_other' end as reason,
    code || line_label as subject,
    cast(null as varchar) as scope,
    document_key,
    place,
    line_label as printed,
    cast(null as varchar) as other_document_key,
    {{ no_place() }} as other_place,
    cast(null as varchar) as other_printed,
    cast(same_code as decimal(18, 2)) as expected,
    cast(same_name as decimal(18, 2)) as found,
    cast(0 as decimal(18, 2)) as tolerance
from weighed
where same_name = 0
union all
select
    disclosure_key,
    'R10b' as rule,
    'pass' as verdict,
    'names_agree' as reason,
    'every other code' as subject,
    cast(null as varchar) as scope,
    min(document_key) as document_key,
    {{ no_place() }} as place,
    cast(null as varchar) as printed,
    cast(null as varchar) as other_document_key,
    {{ no_place() }} as other_place,
    cast(null as varchar) as other_printed,
    cast(count(*) as decimal(18, 2)) as expected,
    cast(count(*) as decimal(18, 2)) as found,
    cast(0 as decimal(18, 2)) as tolerance
from weighed
where same_name > 0
group by disclosure_key
