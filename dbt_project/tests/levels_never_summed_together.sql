-- One counted disclosure per department and year at department level, and no unit beside the account it is part of.
with counted as (
    select region_code, department_id, fiscal_year, disclosure_level, disclosure_key
    from {{ ref('core_disclosure') }}
    where is_counted
)

select 'two accounts of one department' as problem, min(disclosure_key) as disclosure_key
from counted
where coalesce(disclosure_level, 'single') in ('consolidated', 'single')
group by region_code, department_id, fiscal_year
having count(*) > 1
union all
select 'a part beside its whole' as problem, part.disclosure_key
from counted as part
inner join counted as whole
    on part.region_code = whole.region_code
    and part.department_id = whole.department_id
    and part.fiscal_year = whole.fiscal_year
    and part.disclosure_key <> whole.disclosure_key
    and coalesce(whole.disclosure_level, 'single') in ('consolidated', 'single')
union all
select 'a unit beside its consolidated parent' as problem, unit.disclosure_key
from counted as unit
inner join {{ ref('core_department_parent') }} as parent
    on unit.region_code = parent.region_code and unit.department_id = parent.department_id
inner join counted as whole
    on parent.region_code = whole.region_code
    and parent.parent_department_id = whole.department_id
    and unit.fiscal_year = whole.fiscal_year
    and whole.disclosure_level = 'consolidated'
