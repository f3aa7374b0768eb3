-- In which department the patient of a stay is, beside the orders: a new order finds its ward here.

create table order_place (
  facility     integer not null,
  encounter_id text not null,
  department   text not null,
  primary key (facility, encounter_id)
);
