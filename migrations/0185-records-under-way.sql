-- Records under way are counted at every look into the record office: from an index alone, whatever the archive holds.
alter table record_index add column ready boolean not null generated always as (missing = '[]'::jsonb) stored;
comment on column record_index.ready is 'Nothing is missing of what the record needs';
create index record_index_under_way on record_index (facility, state, ready)
  where state in ('finished', 'completed', 'submitted', 'accepted');
