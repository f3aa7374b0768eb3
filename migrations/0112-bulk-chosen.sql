-- What the filters of an export (_typeFilter) found when it began. Read by src/modules/bulk-data.

create table bulk_chosen (
  facility integer not null,
  job_id   uuid not null,
  type     smallint not null,
  id       text not null,
  primary key (facility, job_id, type, id),
  foreign key (facility, job_id) references bulk_job (facility, id) on delete cascade
);
comment on table bulk_chosen is 'Resources of filtered types that an export holds; emptied when it ends';

update bulk_job set request = request || '{"filters": [], "elements": []}' where kind = 'export';
