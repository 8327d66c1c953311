-- One id for a department over all its names, made of the one that it was first found under: a renaming leaves it as it
-- is. Another id comes only of an older name that turns up, or of names that turn out to be one department.
select
    named.region_code,
    coalesce(alias.department_key, named.name_key) as department_key,
    {{ department_id(
        "named.region_code",
        "first(named.name_key order by named.first_fiscal_year nulls last, alias.alias_key is not null, named.name_key)"
    ) }} as department_id
from {{ ref('core_observed_name') }} as named
left join {{ ref('core_department_alias') }} as alias
    on named.region_code = alias.region_code
    and named.name_key = alias.alias_key
    and alias.alias_status = 'applied'
group by named.region_code, coalesce(alias.department_key, named.name_key)
