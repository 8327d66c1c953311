-- Amounts of sentences that a failed fatal rule concerns. Of a finding between a table and a sentence it is the
-- amount that the finding found in the text; of a finding over the text alone, every amount of the sentence.
with place as (
    select
        document_key,
        rule,
        message_zh,
        message_en,
        found,
        len(list_filter(places, lambda place: place.table_seq is not null)) > 0 as names_table,
        unnest(places) as place
    from {{ ref('stg_finding') }}
    where verdict = 'fail' and severity = 'fatal'
)

select
    claim.document_key,
    claim.page,
    claim.char_start,
    claim.amount_yuan,
    min(place.rule) as rule,
    list_sort(list(distinct place.rule)) as rules,
    first(place.message_zh order by place.rule, place.message_en) as message_zh,
    first(place.message_en order by place.rule, place.message_en) as message_en
from place
inner join {{ ref('core_claim') }} as claim
    on place.document_key = claim.document_key
    and place.place.page = claim.page
    and place.place.char_start <= claim.char_start
    and place.place.char_end >= claim.char_end
where not place.names_table or claim.amount_yuan = place.found
group by claim.document_key, claim.page, claim.char_start, claim.amount_yuan
