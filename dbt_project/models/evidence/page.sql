-- Page texts of current documents; phone numbers and the names before them are blanked at equal length, so that the
-- offsets of claims still hold.
select
    page.document_key,
    page.sha256 as document_sha256,
    page.page,
    {{ without_contacts("page.text") }} as page_text
from {{ ref('stg_page') }} as page
where page.document_key in (select document_key from {{ ref('core_document') }})
