-- Every count that a discloser states about itself and its year.
select
    document.disclosure_key,
    document.document_key,
    document.sha256,
    claim.subject,
    quantity.of as counted_thing,
    quantity.value as quantity,
    quantity.unit as quantity_unit,
    claim.sentence,
    claim.spans[1].page as page,
    claim.spans[1].char_start as char_start,
    claim.spans[1].char_end as char_end
from {{ ref('core_document') }} as document
inner join {{ ref('stg_claim') }} as claim on document.document_key = claim.document_key
cross join unnest(claim.quantities) as counted (quantity)
where
    document.document_kind = 'final_account'
    and claim.entity is null
    and claim.phase = 'final'
    and (claim.fiscal_year is null or document.fiscal_year is null or claim.fiscal_year = document.fiscal_year)
