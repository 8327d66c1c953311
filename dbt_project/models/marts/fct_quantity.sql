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
    select pattern, topic, row_number() over () as pattern_no
    from {{ ref('quantity_topics') }}
)

select
    {{ discloser_columns() }},
    coalesce(
        (
            select arg_min(topic.topic, topic.pattern_no)
            from topic
            where regexp_full_match(mention.subject || mention.counted_thing, topic.pattern)
        ),
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
{{ discloser_joins("mention") }}
where disclosure.is_counted
