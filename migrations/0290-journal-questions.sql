-- The journal is asked by time, and answers at any size: an index for each question, in the order of its pages.

create index audit_event_at on audit_event (facility, at, seq);
drop index audit_event_actor;
create index audit_event_actor on audit_event (facility, actor, at, seq);
drop index audit_event_patient;
create index audit_event_patient on audit_event (facility, patient, at, seq) where patient is not null;
create index audit_event_rare on audit_event (facility, action, at, seq)
  where action not in ('create', 'update', 'read', 'search', 'view');
create index audit_event_refused on audit_event (facility, outcome, at, seq) where outcome <> 'success';

drop index event_pack_at;
create index event_pack_at on event_pack (facility, at, seq);
comment on column event_pack.keys is
  'actor:… and patient:… of its events; action:… of the rare ones, outcome:… of those without success';

update event_pack p set keys = p.keys || x.keys
from (
  select facility, seq, array_agg(distinct key) as keys
  from audit_told cross join lateral (values
    (case when action not in ('create', 'update', 'read', 'search', 'view') then 'action:' || action end),
    (case when outcome <> 'success' then 'outcome:' || outcome end)) k (key)
  where key is not null and (facility, seq) in (select facility, seq from event_pack)
  group by facility, seq) x
where p.facility = x.facility and p.seq = x.seq;
