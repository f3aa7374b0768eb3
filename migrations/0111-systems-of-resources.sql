-- A CodeSystem resource of many concepts has them in rows, written in the transaction that stores the resource.
alter table code_system add column resource text;
comment on column code_system.resource is 'Id of the CodeSystem resource whose concepts these are; null for a list that was loaded';
create index code_system_resource on code_system (facility, resource) where resource is not null;
