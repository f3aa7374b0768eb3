-- How many files, and how much, an account brought on a day: nobody fills the disk of the records alone.

create table upload_day (
  facility integer not null references facility (id),
  account  text not null,
  day      date not null,
  files    integer not null,
  bytes    bigint not null,
  primary key (facility, account, day)
);
comment on column upload_day.account is 'Id of the actor; programs are not limited';

grant select, insert, update, delete on upload_day to lanong_app;
