-- The documents that may carry facts: the current version of each, one content once, with the department, fiscal
-- year and level that hold for it. An attachment that does not say takes them from its page; a page that does not
-- say takes what all its attachments agree on. One department among the attachments also names the page's.
with named as (
    select
        own.document_id,
        own.document_key,
        own.sha256,
        own.region_code,
        own.disclosure_id,
        own.role,
        own.published_on,
        own.first_seen_at,
        own.status,
        own.document_kind,
        own.disclosure_level,
        own.fiscal_year,
        own.fiscal_year_hint,
        coalesce(own_alias.department_key, own.own_key) as department_key,
        coalesce(hint_alias.department_key, own.hint_key) as hint_key
    from {{ ref('core_named_document') }} as own
    left join {{ ref('core_department_alias') }} as own_alias
        on own.region_code = own_alias.region_code
        and own.own_key = own_alias.alias_key
        and own_alias.alias_status = 'applied'
    left join {{ ref('core_department_alias') }} as hint_alias
        on own.region_code = hint_alias.region_code
        and own.hint_key = hint_alias.alias_key
        and hint_alias.alias_status = 'applied'
),

page as (
    select
        disclosure_id,
        any_value(document_kind) as document_kind,
        any_value(disclosure_level) as disclosure_level,
        any_value(fiscal_year) as fiscal_year,
        any_value(department_key) as department_key
    from named
    where role = 'page'
    group by disclosure_id
),

attachments as (
    select
        disclosure_id,
        case when count(distinct department_key) = 1 then min(department_key) end as department_key,
        case when count(distinct fiscal_year) = 1 then min(fiscal_year) end as fiscal_year,
        case when count(distinct disclosure_level) = 1 then min(disclosure_level) end as disclosure_level
    from named
    where role <> 'page'
    group by disclosure_id
),

resolved as (
    select
        named.document_id,
        named.document_key,
        named.sha256,
        named.region_code,
        named.disclosure_id,
        named.role,
        named.published_on,
        named.first_seen_at,
        named.status,
        case
            when named.role <> 'page' and coalesce(named.document_kind, 'other') = 'other' then page.document_kind
            else named.document_kind
        end as document_kind,
        coalesce(
            named.disclosure_level,
            case when named.role = 'page' then attachments.disclosure_level else page.disclosure_level end,
            'unstated'
        ) as disclosure_level,
        coalesce(
            named.fiscal_year,
            case when named.role = 'page' then attachments.fiscal_year else page.fiscal_year end,
            named.fiscal_year_hint
        ) as fiscal_year,
        case
            when named.role = 'page' then coalesce(attachments.department_key, named.department_key, named.hint_key)
            else coalesce(named.department_key, page.department_key, named.hint_key)
        end as department_key,
        named.hint_key
    from named
    left join page on named.disclosure_id = page.disclosure_id
    left join attachments on named.disclosure_id = attachments.disclosure_id
)

select
    resolved.document_id,
    resolved.document_key,
    resolved.sha256,
    resolved.region_code,
    resolved.disclosure_id,
    resolved.role,
    resolved.published_on,
    resolved.first_seen_at,
    resolved.status,
    resolved.document_kind,
    resolved.disclosure_level,
    resolved.fiscal_year,
    resolved.department_key,
    resolved.hint_key,
    identity.department_id,
    md5(concat_ws('|', resolved.disclosure_id, coalesce(identity.department_id, ''), coalesce(resolved.fiscal_year, 0),
        resolved.disclosure_level)) as disclosure_key
from resolved
left join {{ ref('core_department_identity') }} as identity
    on resolved.region_code = identity.region_code and resolved.department_key = identity.department_key
