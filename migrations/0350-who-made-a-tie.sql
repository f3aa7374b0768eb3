-- Ties that somebody makes for himself let nobody in where access is restricted. Who made those of resources stand in their
-- versions; of transfers it stands here (module access, src/modules/access/ties.ts).

alter table stay_transfer add column asked_account text;
comment on column stay_transfer.asked_account is 'Account of who asked; null of those asked before it was kept';

create table stay_received (
  facility      integer not null references facility (id),
  encounter_id  text not null,
  to_department text not null,
  asked_account text,
  received_at   timestamptz not null,
  primary key (facility, encounter_id, to_department, received_at)
);
comment on table stay_received is 'Transfers that were accepted: who had asked the department to take the patient';
