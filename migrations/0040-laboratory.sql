-- The laboratory's queue: what is ordered, which tubes exist, which results are typed. The clinical
-- facts are ServiceRequest, Specimen, Observation and Communication; these tables follow from them in
-- the same transaction (src/modules/laboratory/guards.ts) and can be rebuilt.

create table lab_work (
  facility       integer not null,
  request_id     text not null,
  requisition    text not null,
  patient_id     text not null,
  encounter_id   text,
  code           text not null,
  name           text not null,
  lab_group      text not null,
  urgent         boolean not null,
  request_status text not null,
  expected       integer not null,
  state          text not null check (state in ('ordered', 'collected', 'received', 'entered', 'validated', 'released', 'cancelled')),
  ordered_at     timestamptz not null,
  requester_id   text,
  requester_name text,
  changed_at     timestamptz not null,
  primary key (facility, request_id)
);
comment on column lab_work.expected is 'Results that make the request whole';
comment on column lab_work.code is 'Code of the test or panel in urn:lanong:cs:lab';
comment on column lab_work.requisition is 'Value of urn:lanong:sid:order; the request id where the order has none';
create index lab_work_requisition on lab_work (facility, requisition);
create index lab_work_open on lab_work (facility, ordered_at) where state not in ('released', 'cancelled');
create index lab_work_patient on lab_work (facility, patient_id);

create table lab_tube (
  facility     integer not null,
  specimen_id  text not null,
  accession    text,
  kind         text not null,
  requests     text[] not null,
  status       text not null,
  collected_at timestamptz,
  received_at  timestamptz,
  primary key (facility, specimen_id)
);
comment on column lab_tube.kind is 'Specimen code of the laboratory catalogue: EDTA, SERUM, …';
create unique index lab_tube_accession on lab_tube (facility, accession) where accession is not null;
create index lab_tube_requests on lab_tube using gin (requests);

create table lab_result (
  facility       integer not null,
  observation_id text not null,
  request_id     text not null,
  code           text not null,
  status         text not null,
  flag           text,
  validated      boolean not null,
  call_id        text,
  called_at      timestamptz,
  confirmed_at   timestamptz,
  primary key (facility, observation_id)
);
comment on column lab_result.flag is 'Code of v3-ObservationInterpretation: LL L N H HH A';
comment on column lab_result.call_id is 'Communication about a critical result';
comment on column lab_result.called_at is 'When a clinician was called about a critical result and read it back';
comment on column lab_result.confirmed_at is 'When a treating doctor confirmed a critical result';
create index lab_result_request on lab_result (facility, request_id);

-- Running number of tubes by day.
create table lab_accession (
  facility integer not null,
  day      date not null,
  last     integer not null,
  primary key (facility, day)
);
