-- Stock of the wards. A move is written once and never changed; what is there is the sum of the moves, kept by the
-- database itself beside them.

create table stock_level (
  facility  integer not null,
  place     text not null,
  drug_code text not null,
  quantity  numeric(14, 4) not null,
  primary key (facility, place, drug_code)
);

create table stock_lot (
  facility   integer not null,
  place      text not null,
  drug_code  text not null,
  lot        text not null,
  expires_on date,
  quantity   numeric(14, 4) not null,
  primary key (facility, place, drug_code, lot)
);
comment on column stock_lot.lot is 'Empty for what was used before its lot was received: a debt';

create table stock_move (
  facility          integer not null,
  id                uuid not null,
  number            bigint generated always as identity,
  place             text not null,
  drug_code         text not null,
  drug_name         text not null,
  unit              text not null,
  controlled        text check (controlled in ('N', 'H')),
  lot               text not null,
  expires_on        date,
  quantity          numeric(14, 4) not null,
  balance           numeric(14, 4) not null default 0,
  kind              text not null
                    check (kind in ('receive', 'dose', 'destroy', 'return', 'count', 'correct', 'settle')),
  cause             text,
  debt              boolean not null default false,
  at                timestamptz not null,
  recorded_at       timestamptz not null,
  by_account        text not null,
  by_name           text not null,
  witness_account   text,
  witness_name      text,
  patient_id        text,
  encounter_id      text,
  administration_id text,
  payer             text,
  reason            text,
  primary key (facility, id),
  check (quantity <> 0 or kind = 'count'),
  -- Two signatures on every move of a narcotic or psychotropic medicine, never of the same person.
  constraint stock_move_two_persons
    check (controlled is null or (witness_account is not null and witness_account <> by_account))
);
comment on column stock_move.quantity is 'In the unit that is counted; what leaves the ward is negative';
comment on column stock_move.balance is 'Of the medicine in this place after the move, all lots together';
comment on column stock_move.cause is 'What made it move; the same cause moves nothing twice';
create unique index stock_move_cause on stock_move (facility, cause) where cause is not null;
create index stock_move_book on stock_move (facility, place, drug_code, number);
create index stock_move_dose on stock_move (facility, administration_id) where administration_id is not null;

create function stock_move_applied() returns trigger language plpgsql as $$
declare left_of_lot numeric;
begin
  insert into stock_level as was (facility, place, drug_code, quantity)
    values (new.facility, new.place, new.drug_code, new.quantity)
    on conflict (facility, place, drug_code) do update set quantity = was.quantity + excluded.quantity
    returning quantity into new.balance;
  insert into stock_lot as was (facility, place, drug_code, lot, expires_on, quantity)
    values (new.facility, new.place, new.drug_code, new.lot, new.expires_on, new.quantity)
    on conflict (facility, place, drug_code, lot) do update
      set quantity = was.quantity + excluded.quantity, expires_on = coalesce(was.expires_on, excluded.expires_on)
    returning quantity into left_of_lot;
  if left_of_lot < 0 and not new.debt then
    raise exception 'stock of % in % would fall below zero', new.drug_code, new.place
      using errcode = 'check_violation', constraint = 'stock_move_not_below_zero';
  end if;
  return new;
end $$;
create trigger stock_move_applied before insert on stock_move for each row execute function stock_move_applied();

create function stock_move_stays() returns trigger language plpgsql as $$
begin
  raise exception 'a move of stock is never changed; write another one' using errcode = 'restrict_violation';
end $$;
create trigger stock_move_stays before update or delete on stock_move for each row execute function stock_move_stays();

-- Codes on packs: which medicine, and which lot where the pack says none.
create table stock_barcode (
  facility   integer not null,
  code       text not null,
  drug_code  text not null,
  lot        text,
  expires_on date,
  primary key (facility, code)
);

-- What a ward asks of the pharmacy.
create table stock_requisition (
  facility      integer not null,
  id            uuid not null,
  place         text not null,
  for_day       date not null,
  controlled    boolean not null,
  status        text not null check (status in ('asked', 'supplied', 'received', 'cancelled')),
  lines         jsonb not null,
  asked_at      timestamptz not null,
  asked_by      text not null,
  asked_name    text not null,
  supplied_at   timestamptz,
  supplied_by   text,
  supplied_name text,
  received_at   timestamptz,
  received_by   text,
  received_name text,
  primary key (facility, id)
);
create index stock_requisition_place on stock_requisition (facility, place, asked_at);

-- A second person who proved who they are at the screen of the first: for doses of one patient, or moves of one ward.
create table second_person (
  facility   integer not null,
  id         uuid not null,
  account    text not null,
  name       text not null,
  practitioner text,
  asked_by   text not null,
  about      text not null,
  expires_at timestamptz not null,
  primary key (facility, id),
  check (account <> asked_by)
);
comment on column second_person.about is 'Encounter/… or Organization/…';
