with mention as (
    select
        quantity.disclosure_key,
        quantity.subject,
        quantity.counted_thing,
        quantity.quantity,
        quantity.quantity_unit,
        quantity.document_key,
        quantity.sha256,
        quantity.page,
        quantity.char_start,
        quantity.char_end,
        quantity.sentence,
        count(distinct quantity.quantity) over (
            partition by quantity.disclosure_key, quantity.subject, quantity.counted_thing, quantity.quantity_unit
        ) > 1 as is_contradicted
    from {{ ref('core_quantity') }} as quantity
    qualify row_number() over (
        partition by quantity.disclosure_key, quantity.subject, quantity.counted_thing, quantity.quantity_unit
        order by quantity.document_key, quantity.page, quantity.char_start, quantity.quantity
    ) = 1
),

topic as (
    select list(struct_pack(pattern := pattern, topic := topic) order by precedence) as known
    from {{ ref('quantity_topics') }}
)

select
    {{ discloser_columns() }},
    coalesce(
        list_filter(
            topic.known, lambda entry: regexp_full_match(mention.subject || mention.counted_thing, entry.pattern)
        )[1].topic,
        'other'
    ) as topic,
    mention.subject,
    mention.counted_thing,
    mention.quantity,
    mention.quantity_unit,
    mention.is_contradicted,
    mention.document_key,
    mention.sha256 as document_sha256,
    mention.page,
    mention.char_start,
    mention.char_end,
    mention.sentence
from mention
cross join topic
{{ discloser_joins("mention") }}
where disclosure.is_counted
