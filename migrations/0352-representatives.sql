-- By which document an account speaks for a patient, and when that was ended.

alter table access_representative add column document text, add column ended_at timestamptz, add column ended_by text;
comment on column access_representative.document is 'What the record office was shown; null of what was noted before it was asked for';
comment on column access_representative.until is 'For a child at most the eighteenth birthday; without an end for a ward only';
