-- Zero results are never success: a build without one document that was read is not published.
select 'no document' as problem
where not exists (select 1 from {{ ref('stg_document') }})
