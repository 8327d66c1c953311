-- One row per department of a region: the name printed for it in its latest year, and the department it belongs to.
with printed as (
    select
        document.region_code,
        document.department_id,
        document.department_key,
        version.department as department_name,
        max(document.fiscal_year) as last_year,
        count(*) as documents
    from {{ ref('core_document') }} as document
    inner join {{ ref('core_document_version') }} as version
        on document.document_id = version.document_id and version.is_current
    where document.department_id is not null
    group by document.region_code, document.department_id, document.department_key, version.department
),

parent as (
    select
        department_id,
        case when count(distinct parent_department_id) = 1 then min(parent_department_id) end as parent_department_id,
        case when count(distinct parent_department_id) = 1 then min(evidence) end as parent_evidence
    from {{ ref('core_department_parent') }}
    group by department_id
)

select
    printed.department_id,
    printed.region_code,
    printed.department_key,
    coalesce(
        first(printed.department_name order by printed.last_year desc nulls last, printed.documents desc,
            length(printed.department_name) desc, printed.department_name)
        filter (where printed.department_name is not null),
        printed.department_key
    ) as department_name,
    parent.parent_department_id,
    parent.parent_evidence
from printed
left join parent on printed.department_id = parent.department_id
group by
    printed.department_id, printed.region_code, printed.department_key,
    parent.parent_department_id, parent.parent_evidence
