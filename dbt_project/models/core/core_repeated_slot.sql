-- Amount slots that a reader gave more than once. Hashes find the few candidates, so that not every slot is kept in
-- memory to be counted.
with candidate as (
    select hash(document_key, table_seq, row_no, col_no, group_no) as slot_hash
    from {{ ref('stg_cell') }}
    group by slot_hash
    having count(*) > 1
)

select
    document_key,
    table_seq,
    row_no,
    col_no,
    group_no,
    min(sha256) as sha256,
    min(page) as page,
    count(*) as times_read
from {{ ref('stg_cell') }}
where hash(document_key, table_seq, row_no, col_no, group_no) in (select slot_hash from candidate)
group by document_key, table_seq, row_no, col_no, group_no
having count(*) > 1
