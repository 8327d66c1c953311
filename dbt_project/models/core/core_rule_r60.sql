-- R60: what was published again with other numbers. A new file under an old address is compared with the version
-- before it, slot by slot; a second disclosure of one account with the one that counts, headline by headline. Both
-- stay; one row per pair says how many amounts differ and shows the first.
with version as (
    select
        newer.document_id,
        newer.document_key,
        older.document_key as older_document_key
    from {{ ref('core_document_version') }} as newer
    inner join {{ ref('core_document_version') }} as older
        on newer.document_id = older.document_id
        and newer.version_no = older.version_no + 1
        and newer.document_key <> older.document_key
),

versioned_slot as (
    select
        document_key,
        {{ slot_name("cell") }} || '|' || table_id || '|' || coalesce(entity, '') as slot_name,
        any_value(amount_yuan) as amount_yuan,
        any_value(printed) as printed,
        any_value({{ table_place("cell") }}) as place,
        any_value(concat_ws('.', table_id, line_label, measure)) as subject
    from {{ ref('stg_cell') }} as cell
    where
        amount_yuan is not null
        and (
            document_key in (select document_key from version)
            or document_key in (select older_document_key from version)
        )
    group by document_key, slot_name
    having count(*) = 1
),

between_versions as (
    select
        version.document_key,
        version.older_document_key as other_document_key,
        count(*) as compared,
        count(*) filter (where newer.amount_yuan <> older.amount_yuan) as different,
        arg_min(newer.subject, newer.slot_name) filter (where newer.amount_yuan <> older.amount_yuan) as subject,
        arg_min(newer.place, newer.slot_name) filter (where newer.amount_yuan <> older.amount_yuan) as place,
        arg_min(older.place, newer.slot_name) filter (where newer.amount_yuan <> older.amount_yuan) as other_place,
        arg_min(newer.printed, newer.slot_name) filter (where newer.amount_yuan <> older.amount_yuan) as printed,
        arg_min(older.printed, newer.slot_name) filter (where newer.amount_yuan <> older.amount_yuan) as other_printed,
        arg_min(newer.amount_yuan, newer.slot_name) filter (where newer.amount_yuan <> older.amount_yuan) as found,
        arg_min(older.amount_yuan, newer.slot_name) filter (where newer.amount_yuan <> older.amount_yuan) as expected
    from version
    inner join versioned_slot as newer on version.document_key = newer.document_key
    inner join versioned_slot as older
        on version.older_document_key = older.document_key and newer.slot_name = older.slot_name
    group by version.document_key, version.older_document_key
),

again as (
    select
        counted.disclosure_key,
        other.disclosure_key as other_disclosure_key
    from {{ ref('core_disclosure') }} as other
    inner join {{ ref('core_disclosure') }} as counted
        on other.region_code = counted.region_code
        and other.department_id = counted.department_id
        and other.fiscal_year = counted.fiscal_year
        and other.disclosure_level is not distinct from counted.disclosure_level
        and counted.is_counted
    where other.counted_reason = 'published_again'
),

between_disclosures as (
    select
        again.disclosure_key,
        again.other_disclosure_key,
        count(*) as compared,
        count(*) filter (where newer.amount_yuan <> older.amount_yuan) as different,
        {%- for name, value in [
            ("subject", "newer.subject"), ("scope", "newer.scope"), ("document_key", "newer.document_key"),
            ("place", headline_place("newer")), ("other_document_key", "older.document_key"),
            ("other_place", headline_place("older")), ("printed", "newer.printed"),
            ("other_printed", "older.printed"), ("found", "newer.amount_yuan"), ("expected", "older.amount_yuan"),
        ] %}
        first({{ value }} order by newer.amount_yuan <> older.amount_yuan desc, newer.precedence, newer.subject,
            newer.scope) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from again
    inner join {{ ref('core_headline') }} as newer on again.disclosure_key = newer.disclosure_key
    inner join {{ ref('core_headline') }} as older
        on again.other_disclosure_key = older.disclosure_key
        and newer.subject = older.subject
        and newer.scope = older.scope
        and newer.phase = older.phase
    where newer.phase = 'final'
    group by again.disclosure_key, again.other_disclosure_key
)

select
    document.disclosure_key,
    'R60' as rule,
    case when pair.different > 0 then 'fail' else 'pass' end as verdict,
    'new_version: ' || pair.different || ' of ' || pair.compared || ' amounts differ' as reason,
    pair.subject,
    cast(null as varchar) as scope,
    pair.document_key,
    pair.place,
    pair.printed,
    pair.other_document_key,
    pair.other_place,
    pair.other_printed,
    cast(pair.expected as decimal(18, 2)) as expected,
    cast(pair.found as decimal(18, 2)) as found,
    cast(0 as decimal(18, 2)) as tolerance
from between_versions as pair
inner join {{ ref('core_document') }} as document on pair.document_key = document.document_key
union all
select
    disclosure_key,
    'R60' as rule,
    case when different > 0 then 'fail' else 'pass' end as verdict,
    'published_again: ' || different || ' of ' || compared || ' headline figures differ' as reason,
    subject,
    scope,
    document_key,
    place,
    printed,
    other_document_key,
    other_place,
    other_printed,
    expected,
    found,
    cast(0 as decimal(18, 2)) as tolerance
from between_disclosures
