-- Shipped forms that the store holds as Questionnaires, and what they were made from.
create table published_form (
  facility integer not null,
  id       text not null,
  hash     bytea not null,
  primary key (facility, id)
);
