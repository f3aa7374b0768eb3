-- A place for a signature keeps the department of the record, so that a head of department signs on the records of the own
-- department. Places that wait from before take it from the visit of their paper.
alter table signature_slot add column department text;
comment on column signature_slot.department is 'Organization of the record when the paper was laid out; null where any head of department may sign';

update signature_slot slot set department = visit.department
  from (
    select paper.facility, paper.id as document_id,
      substring(convert_from(encounter.content, 'UTF8')::jsonb #>> '{serviceProvider,reference}' from '^Organization/(.+)$') as department
    from resource paper
    join signature_slot place on place.facility = paper.facility and place.document_id = paper.id and place.state = 'waiting'
    join resource encounter on encounter.facility = paper.facility
      and encounter.id = substring(convert_from(paper.content, 'UTF8')::jsonb #>> '{context,encounter,0,reference}' from '^Encounter/(.+)$')
    where paper.type = (select id from resource_type where name = 'DocumentReference')
      and encounter.type = (select id from resource_type where name = 'Encounter')
  ) visit
  where slot.facility = visit.facility and slot.document_id = visit.document_id and slot.state = 'waiting';
