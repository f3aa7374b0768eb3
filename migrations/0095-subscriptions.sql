-- What was told to whom: every event of every subscription, until it is delivered or given up in sight of the
-- administrator. Read by src/modules/subscriptions.

create table subscription_state (
  facility      integer primary key references facility (id),
  horizon       xid8 not null,
  floor         bigint not null,
  pending_xmax  xid8 not null,
  pending_floor bigint not null
);
comment on column subscription_state.horizon is 'Changes of transactions below it are events already';
comment on column subscription_state.floor is 'No change above the horizon has a lower seq: where reading of the outbox starts';
comment on column subscription_state.pending_floor is 'Becomes the floor when the horizon has passed pending_xmax';

create table subscription_event (
  facility        integer not null,
  subscription_id text not null,
  number          bigint not null,
  type            text not null,
  id              text not null,
  version         integer not null,
  deleted         boolean not null,
  at              timestamptz not null,
  state           text not null default 'waiting' check (state in ('waiting', 'delivered', 'given-up')),
  attempts        integer not null default 0,
  next_at         timestamptz not null,
  delivered_at    timestamptz,
  error           text,
  primary key (facility, subscription_id, number)
);
comment on column subscription_event.number is 'Counts from 1 in each subscription';
create index subscription_event_waiting on subscription_event (facility, next_at) where state = 'waiting';

create table subscription_token (
  facility         integer not null,
  token_hash       bytea not null,
  subscription_ids text[] not null,
  expires_at       timestamptz not null,
  primary key (facility, token_hash)
);
comment on table subscription_token is 'What a websocket client binds with: $get-ws-binding-token';
