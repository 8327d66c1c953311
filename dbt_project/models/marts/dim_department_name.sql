-- Every name under which departments publish, and what is known of names that stand for one department.
with printed as (
    select
        document.region_code,
        coalesce(named.own_key, named.hint_key) as name_key,
        document.department_id,
        min(document.fiscal_year) as first_fiscal_year,
        max(document.fiscal_year) as last_fiscal_year,
        count(*) as documents
    from {{ ref('core_document') }} as document
    inner join {{ ref('core_named_document') }} as named on document.document_id = named.document_id
    where document.department_id is not null and coalesce(named.own_key, named.hint_key) is not null
    group by document.region_code, coalesce(named.own_key, named.hint_key), document.department_id
)

select
    printed.region_code,
    printed.name_key,
    printed.department_id,
    case
        when alias.alias_key is null then 'own_name'
        else alias.alias_status
    end as alias_status,
    case
        when alias.alias_key is not null
            then coalesce(other.department_id, {{ department_id("alias.region_code", "alias.department_key") }})
    end as other_department_id,
    alias.department_key as other_name_key,
    alias.basis as alias_basis,
    alias.since_year,
    alias.evidence as alias_evidence,
    printed.first_fiscal_year,
    printed.last_fiscal_year,
    printed.documents
from printed
left join {{ ref('core_department_alias') }} as alias
    on printed.region_code = alias.region_code and printed.name_key = alias.alias_key
left join {{ ref('core_department_identity') }} as other
    on alias.region_code = other.region_code and alias.department_key = other.department_key
