-- An event that is told to nobody because whoever asked for it may not read it when it is delivered.

alter table subscription_event drop constraint subscription_event_state_check;
alter table subscription_event add constraint subscription_event_state_check
  check (state in ('waiting', 'delivered', 'given-up', 'withheld'));
