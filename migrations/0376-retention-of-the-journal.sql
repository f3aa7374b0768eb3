-- How long the journal is kept: terms by kind of act, as dated rows that are never changed, and the one way in which events
-- that are over their time go. The hashes of what went stay, and an event of the journal names every place that is empty.

create table audit_term (
  action       text not null,
  from_on      date not null,
  kind         text not null,
  months       integer check (months >= 12),
  with_record  boolean not null,
  source       text not null,
  effective_on date not null,
  primary key (action, from_on),
  constraint audit_term_proofs_stay check (action <> 'destroy' or months is null)
);
comment on table audit_term is 'Terms of data/audit/retention.json as they were taken in; a later row ends the one before, none is changed';
comment on column audit_term.action is 'Action of the journal; * for all that no row names';
comment on column audit_term.months is 'Without: for ever';
comment on column audit_term.with_record is 'And as long as a record of the patient is kept here';
comment on column audit_term.effective_on is 'From the day on which it was taken in, if that is later: no row works backwards. The first ones: always';
revoke insert, update, delete, truncate on audit_term from lanong_app;

create table audit_hold (
  facility    integer not null,
  id          uuid not null,
  actor       text,
  patient     text,
  reason      text not null,
  basis       text not null,
  placed_by   text not null,
  placed_name text not null,
  placed_at   timestamptz not null,
  lifted_by   text,
  lifted_name text,
  lifted_at   timestamptz,
  lift_reason text,
  primary key (facility, id),
  check ((lifted_by is null) = (lifted_at is null)),
  check (lifted_by <> placed_by)
);
comment on table audit_hold is 'Events that stay whatever their term: of an account, of a patient, or all; lifted by another person';
create index audit_hold_active on audit_hold (facility) where lifted_by is null;
revoke delete, truncate on audit_hold from lanong_app;

create table audit_removal (
  facility     integer not null,
  id           uuid not null,
  begun_at     timestamptz not null,
  reach        timestamptz not null,
  state        text not null check (state in ('counting', 'announced', 'removing', 'done')),
  at           timestamptz not null,
  seq          bigint not null,
  due_rows     bigint not null default 0,
  due_events   bigint not null default 0,
  announced_at timestamptz,
  rows         bigint not null default 0,
  events       bigint not null default 0,
  ended_at     timestamptz,
  primary key (facility, id),
  check ((state = 'done') = (ended_at is not null))
);
create unique index audit_removal_one on audit_removal (facility) where ended_at is null;
comment on table audit_removal is 'Removals of events over their time: counted, announced, a week later removed, pack by pack';
comment on column audit_removal.reach is 'What was stored since is not looked at';
comment on column audit_removal.at is 'Looked at up to this time and number';
revoke insert, update, delete, truncate on audit_removal from lanong_app;

create table audit_removed (
  facility integer not null,
  seq      bigint not null,
  kind     text not null check (kind in ('audit', 'events')),
  id       uuid not null,
  hash     bytea not null,
  removal  uuid not null,
  primary key (facility, seq)
);
comment on table audit_removed is 'Rows of the journal that were removed: what their leaves in the ledger say';
create index audit_removed_id on audit_removed (facility, id);
revoke insert, update, delete, truncate on audit_removed from lanong_app;

alter table audit_stream add column ended_at timestamptz;
comment on column audit_stream.ended_at is 'Since when nothing is sent there any more: what was not delivered is kept for a target without it';

-- The clock of the rules; only the owner of the tables can set another one, as tests do.
create function audit_now() returns timestamptz language sql stable as $$ select now() $$;

create function audit_term_dates() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    raise exception 'terms of the journal change by a row with a later day only' using errcode = 'LO452';
  end if;
  if new.from_on <= (select max(t.from_on) from audit_term t where t.action = new.action) then
    raise exception 'a later row of this action is in force' using errcode = 'LO452';
  end if;
  new.effective_on := case when exists (select from audit_term t where t.action in (new.action, '*'))
    then greatest(new.from_on, (audit_now() at time zone 'Asia/Ho_Chi_Minh')::date) else '-infinity'::date end;
  return new;
end $$;
create trigger audit_term_dates before insert or update or delete on audit_term
  for each row execute function audit_term_dates();

create function audit_hold_stays() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' or old.lifted_by is not null
     or (new.facility, new.id, new.actor, new.patient, new.reason, new.basis, new.placed_by, new.placed_at)
       is distinct from (old.facility, old.id, old.actor, old.patient, old.reason, old.basis, old.placed_by, old.placed_at) then
    raise exception 'a hold of the journal stays as it was placed, and is lifted once' using errcode = 'LO452';
  end if;
  return new;
end $$;
create trigger audit_hold_stays before update or delete on audit_hold
  for each row execute function audit_hold_stays();

-- The last day on which an event of an action and day is kept, by the longest of all terms in force from that day until
-- today. A month without that day ends on its last one (Civil Code 91/2015/QH13, article 148 (3)).
create function audit_kept(p_action text, p_day date, p_today date, out until date, out with_record boolean, out rule text)
language sql stable set search_path = public, pg_temp as $$
  select max(case when t.months is null then 'infinity' else (p_day + make_interval(months => t.months))::date end),
    bool_or(t.with_record),
    string_agg(distinct t.kind || ' ' || coalesce(t.months::text, '-') || ' ' || t.from_on, ', ')
  from audit_term t
  where (t.action = p_action or (t.action = '*' and not exists (
      select from audit_term f where f.action = p_action and f.effective_on <= p_day)))
    and t.effective_on <= p_today
    and not exists (
      select from audit_term n where n.action = t.action and n.from_on > t.from_on and n.effective_on <= p_day);
$$;

-- Whether a record of a patient is still kept here, and whether one is under legal hold; merged patients are the ones they became.
create function audit_patient(p_facility integer, p_patient text, out kept boolean, out held boolean)
language sql stable set search_path = public, pg_temp as $$
  with recursive person as (
    select p_patient as id
    union
    select m.target from person p
    join patient_merge m on m.facility = p_facility and m.source = p.id and m.undone_at is null)
  select exists (
      select from person p join record_index x on x.facility = p_facility and x.patient_id = p.id and x.state <> 'destroyed'),
    exists (
      select from person p join record_index x on x.facility = p_facility and x.patient_id = p.id
      join record_hold h on h.facility = x.facility and h.encounter_id = x.encounter_id and h.lifted_by is null)
    or exists (
      select from person p join audit_hold h on h.facility = p_facility and h.patient in (p.id, p_patient)
        and h.lifted_by is null);
$$;

-- The next rows of the journal in the order of time, and which of them may go: every one of their events is over its time, none
-- is under a hold, they are under a signed head, summed, and delivered wherever events are sent.
create function audit_look(
  p_facility integer, p_at timestamptz, p_seq bigint, p_reach timestamptz, p_limit integer,
  out at timestamptz, out seq bigint, out events integer, out due boolean, out rules text[]
) returns setof record language sql stable set search_path = public, pg_temp as $$
  with clock as (
    select (audit_now() at time zone 'Asia/Ho_Chi_Minh')::date as today, least(
      coalesce((select max(h.size) from signed_head h where h.facility = p_facility), 0),
      coalesce((select min(r.position) from audit_reader r where r.facility = p_facility), 0),
      (select min(s.position) from audit_stream s where s.facility = p_facility and s.ended_at is null)) as below,
      exists (select from audit_hold h where h.facility = p_facility and h.lifted_by is null
        and h.actor is null and h.patient is null) as all_held
  ), candidate as materialized (
    select x.at, x.seq, x.told from (
      (select a.at, a.seq, a.content as told from audit_event a
        where a.facility = p_facility and (a.at, a.seq) > (p_at, p_seq) and a.at < p_reach
        order by a.at, a.seq limit p_limit)
      union all
      (select e.at, e.seq, e.told from event_pack e
        where e.facility = p_facility and (e.at, e.seq) > (p_at, p_seq) and e.at < p_reach
        order by e.at, e.seq limit p_limit)) x
    order by x.at, x.seq limit p_limit
  ), event as materialized (
    select c.seq, t.action, t.actor, coalesce(t.patients, array_remove(array[t.patient], null)) as patients,
      (t.at at time zone 'Asia/Ho_Chi_Minh')::date as day
    from candidate c
    cross join lateral string_to_table(c.told, E'\n') as x(line)
    cross join lateral jsonb_to_record(x.line::jsonb)
      as t(action text, actor text, patient text, patients text[], at timestamptz)
  ), term as materialized (
    select d.action, d.day, k.until, k.with_record, k.rule
    from (select distinct e.action, e.day from event e) d cross join clock c
    cross join lateral audit_kept(d.action, d.day, c.today) k
  ), patient as materialized (
    select w.id, k.kept, k.held from (select distinct unnest(e.patients) as id from event e) w
    cross join lateral audit_patient(p_facility, w.id) k
  ), whose as materialized (
    select w.seq, bool_or(p.kept) as kept, bool_or(p.held) as held
    from (select distinct e.seq, unnest(e.patients) as id from event e) w join patient p on p.id = w.id group by w.seq
  ), judged as (
    select e.seq, count(*)::integer as events, array_agg(distinct t.rule) as rules,
      coalesce(bool_and(t.until < c.today and not (t.with_record and coalesce(w.kept, false))), false)
        and not coalesce(bool_or(w.held), false) and not bool_or(c.all_held)
        and not bool_or(exists (select from audit_hold h where h.facility = p_facility and h.actor = e.actor
          and h.lifted_by is null)) as due
    from event e cross join clock c
    join term t on t.action = e.action and t.day = e.day
    left join whose w on w.seq = e.seq
    group by e.seq)
  select x.at, x.seq, coalesce(j.events, 0), coalesce(j.due and l.position < c.below, false), j.rules
  from candidate x cross join clock c
  left join judged j on j.seq = x.seq
  left join ledger_position l on l.facility = p_facility and l.seq = x.seq
  order by x.at, x.seq;
$$;

-- Tells the journal a step of a removal, as an event with its leaf.
create function audit_tell_removal(p_facility integer, p_detail json, p_removed json) returns void
language plpgsql set search_path = public, pg_temp as $$
declare
  moment timestamptz := audit_now();
  made uuid := (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '7'
    || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid;
  content text;
begin
  select json_strip_nulls(row_to_json(x))::text into content from (
    select 'destroy' as action, 'system' as actor, 'system' as "actorKind",
      to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, p_detail as detail, p_facility as facility,
      made as id, 'success' as outcome, p_removed as removed, array['system'] as roles, 'system' as "userName") x;
  perform store_events(p_facility, array[row(made, moment, 'destroy', 'success', 'system', null, content)::store_event]);
end $$;

-- One step of the removal of what is over its time: counts, announces, waits a week, removes. Takes nothing from who calls it.
create function audit_removal_step(p_facility integer, out state text, out looked integer, out removed integer)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  batch constant integer := 1000;
  r audit_removal;
  last_at timestamptz;
  last_seq bigint;
  going bigint[];
  told integer;
  by_rules text;
begin
  looked := 0;
  removed := 0;
  select x.* into r from audit_removal x where x.facility = p_facility and x.ended_at is null for update;
  if not found then
    state := 'idle';
    if not exists (select from audit_removal x where x.facility = p_facility and x.ended_at > audit_now() - interval '30 days')
       and exists (select from audit_term) then
      insert into audit_removal (facility, id, begun_at, reach, state, at, seq)
      values (p_facility, gen_random_uuid(), audit_now(), audit_now() - interval '12 months', 'counting', '-infinity', 0)
      on conflict do nothing;
      state := 'counting';
    end if;
    return;
  end if;
  state := r.state;
  if r.state = 'announced' then
    if audit_now() >= r.announced_at + interval '7 days' then
      state := 'removing';
      update audit_removal x set state = 'removing' where x.facility = p_facility and x.id = r.id;
    end if;
    return;
  end if;

  select count(*), max(l.at), (array_agg(l.seq order by l.at desc, l.seq desc))[1],
      array_agg(l.seq) filter (where l.due), coalesce(sum(l.events) filter (where l.due), 0),
      string_agg(array_to_string(l.rules, ', '), ', ') filter (where l.due)
    into looked, last_at, last_seq, going, told, by_rules
    from audit_look(p_facility, r.at, r.seq, r.reach, batch) l;
  going := coalesce(going, '{}');
  if looked > 0 and r.state = 'counting' then
    update audit_removal x set at = last_at, seq = last_seq, due_rows = x.due_rows + cardinality(going),
      due_events = x.due_events + told
      where x.facility = p_facility and x.id = r.id;
  elsif looked > 0 then
    if cardinality(going) > 0 then
      select string_agg(distinct x.rule, ', ') into by_rules from string_to_table(by_rules, ', ') as x(rule);
      perform audit_tell_removal(p_facility,
        json_build_object('kind', 'journal.removal', 'step', 'removed', 'removal', r.id, 'rows', cardinality(going),
          'events', told, 'rule', by_rules),
        (select json_build_object('positions', string_agg(case when run.first = run.last then run.first::text
            else run.first || '-' || run.last end, ',' order by run.first), 'sha256',
            (select encode(sha256(string_agg(p.leaf_hash, ''::bytea order by p.position)), 'hex') from ledger_position p
             where p.facility = p_facility and p.seq = any (going)))
          from (select min(g.position) as first, max(g.position) as last from (
              select p.position, p.position - row_number() over (order by p.position) as island from ledger_position p
              where p.facility = p_facility and p.seq = any (going)) g group by g.island) run));
      insert into audit_removed (facility, seq, kind, id, hash, removal)
        select a.facility, a.seq, 'audit', a.id, a.hash, r.id from audit_event a
          where a.facility = p_facility and a.seq = any (going)
        union all
        select e.facility, e.seq, 'events', e.id, e.hash, r.id from event_pack e
          where e.facility = p_facility and e.seq = any (going);
      delete from audit_event a where a.facility = p_facility and a.seq = any (going);
      delete from event_pack e where e.facility = p_facility and e.seq = any (going);
      removed := told;
    end if;
    update audit_removal x set at = last_at, seq = last_seq, rows = x.rows + cardinality(going), events = x.events + told
      where x.facility = p_facility and x.id = r.id;
  elsif r.state = 'counting' and r.due_rows > 0 then
    perform audit_tell_removal(p_facility, json_build_object('kind', 'journal.removal', 'step', 'announced', 'removal', r.id,
      'rows', r.due_rows, 'events', r.due_events), null);
    state := 'announced';
    update audit_removal x set state = 'announced', announced_at = audit_now(), at = '-infinity', seq = 0
      where x.facility = p_facility and x.id = r.id;
  else
    if r.state = 'removing' then
      perform audit_tell_removal(p_facility, json_build_object('kind', 'journal.removal', 'step', 'done', 'removal', r.id,
        'rows', r.rows, 'events', r.events), null);
      -- Sums are of events: they go when the longest term that ends is over.
      delete from audit_access a where a.facility = p_facility
        and a.day < (audit_now() - (select make_interval(months => max(t.months)) from audit_term t))::date;
      delete from audit_listed a where a.facility = p_facility
        and a.day < (audit_now() - (select make_interval(months => max(t.months)) from audit_term t))::date;
    end if;
    state := 'done';
    update audit_removal x set state = 'done', ended_at = audit_now() where x.facility = p_facility and x.id = r.id;
  end if;
end $$;

revoke all on function audit_look(integer, timestamptz, bigint, timestamptz, integer),
  audit_tell_removal(integer, json, json), audit_removal_step(integer) from public;
grant execute on function audit_removal_step(integer) to lanong_app;
