-- A place for a signature keeps the office that its form names, not the role that was put in its stead: a doctor is no
-- head of department. Who holds an office is in data/rules/signing-places.json.
update signature_slot set role = case slot
    when 'head' then 'head-of-department' when 'chair' then 'chairman' else 'secretary' end
  where slot in ('head', 'chair', 'secretary') and role = 'doctor';
comment on column signature_slot.role is 'Office that signs here, as the form names it: a role of data/roles or an office of data/rules/signing-places.json';
