-- Labels that were taken off stand among the openings, for the same review and for the patient to see. A refusal is ended by
-- the patient, or by two persons: who asked, by which document, and who decided.

alter table access_opening drop constraint access_opening_kind_check;
alter table access_opening add constraint access_opening_kind_check check (kind in ('glass', 'grant', 'label'));
alter table access_opening drop constraint access_opening_check;
alter table access_opening add constraint access_opening_check check (until > since or (kind = 'label' and until = since));
comment on table access_opening is
  'Emergency access (glass) and invitations (grant) to the data of a patient, for a time; protecting labels that were taken off (label)';

comment on column access_representative.until is
  'As it was asked for; of a child it ends on the eighteenth birthday at the latest, which is looked up when it is used';

create table access_refusal_end (
  facility        integer not null references facility (id),
  id              uuid not null,
  consent         text not null,
  consent_version integer not null,
  reason          text not null,
  document        text,
  asked_by        text not null,
  asked_at        timestamptz not null,
  decision        text check (decision in ('ended', 'kept')),
  note            text,
  decided_by      text,
  decided_at      timestamptz,
  primary key (facility, id),
  check ((decision is null) = (decided_at is null) and (decision is null) = (decided_by is null)),
  check (document is not null or decided_by = asked_by)
);
comment on table access_refusal_end is
  'Refusals (Consent) that were asked to end: by the patient or a representative at once, else by two persons';
comment on column access_refusal_end.document is 'What the record office was shown; null when the patient or a representative did it';
create index access_refusal_end_waiting on access_refusal_end (facility, asked_at) where decision is null;
create index access_refusal_end_consent on access_refusal_end (facility, consent);
revoke delete on access_refusal_end from lanong_app;
