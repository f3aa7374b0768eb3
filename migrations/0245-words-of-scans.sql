-- What a machine read on the pages of scans: derived, never the original (decision 0079).

create table scan_page (
  facility   integer not null,
  scan_id    uuid not null,
  page       integer not null check (page > 0),
  state      text not null check (state in ('read', 'blank', 'unclear', 'failed')),
  text       text not null default '',
  confidence smallint not null default 0 check (confidence between 0 and 100),
  turned     smallint not null default 0 check (turned in (0, 90, 180, 270)),
  read_at    timestamptz not null,
  primary key (facility, scan_id, page),
  foreign key (facility, scan_id) references scan (facility, id) on delete cascade,
  check (state = 'read' or text = '')
);
comment on column scan_page.turned is 'by how many degrees the page had to be turned to be read';
comment on column scan_page.confidence is 'mean confidence of the engine, in percent';

-- Scans with pages that wait to be read; they take turns, a few pages each.
create table scan_to_read (
  facility integer not null,
  scan_id  uuid not null,
  since    timestamptz not null,
  primary key (facility, scan_id),
  foreign key (facility, scan_id) references scan (facility, id) on delete cascade
);
insert into scan_to_read (facility, scan_id, since)
  select facility, id, uploaded_at from scan where state <> 'rejected';

-- Single words that a machine read in a record, folded, each once: by them it is found.
create table record_recognised (
  facility     integer not null,
  encounter_id text not null,
  source       text not null,
  words        text not null,
  primary key (facility, encounter_id, source)
);
comment on table record_recognised is 'source: the scan; a record is found by these words, and the result says that a machine read them';
