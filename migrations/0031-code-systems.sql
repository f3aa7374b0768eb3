-- Code systems as FHIR sees them, over the same table of concepts as the hospital's lists (0030). Written by
-- src/store/terminology and src/modules/terminology when a list or a package is loaded; read by src/store/terminology.

create table code_system (
  facility  integer not null references facility,
  url       text not null,
  version   text not null default '',
  list      text not null,
  as_of     date,
  head      jsonb not null default '{}',
  concepts  integer not null default 0,
  loaded_at timestamptz not null,
  primary key (facility, url, version)
);
comment on column code_system.list is 'Its concepts: column system of table concept';
comment on column code_system.as_of is 'The day whose entries are this version; null for what is in force when it is asked';
comment on column code_system.head is 'Name, title, language, content, caseSensitive, property as in a CodeSystem resource';

alter table concept
  add column more_parents text[],
  add column inactive boolean not null default false,
  add column extra jsonb,
  add column words tsvector not null default '';
comment on column concept.more_parents is 'Parents beside the first one';
comment on column concept.extra is 'Definition, designations and typed properties as in a CodeSystem resource';
comment on column concept.words is 'Folded words of code, names and synonyms, each behind the tag of its list: prefixes of words are found in any order';

update concept set words = array_to_tsvector(array(
  select distinct left(md5(system), 6) || ':' || word
  from regexp_split_to_table(fold(concat_ws(' ', code, name, name_en, array_to_string(synonyms, ' '))), '[^[:alnum:].]+') word
  where word <> ''));

create index concept_words on concept using gin (words);

-- New words wait in a list that every search reads through; a load ends by sorting them into the index and by telling the
-- planner what came in. Only the owner may do the first.
create function concept_settle() returns void language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  perform gin_clean_pending_list('concept_words');
  analyze concept;
end $$;
create index concept_more_parents on concept using gin (more_parents) where more_parents is not null;
create index concept_position on concept (facility, system, position, code) where replaced_by is null;

-- Names of a client for the code systems it keeps a closure table of (ConceptMap/$closure).
create table concept_closure (
  facility   integer not null references facility,
  name       text not null,
  version    integer not null,
  system     text not null,
  code       text not null,
  primary key (facility, name, system, code)
);
comment on column concept_closure.version is 'Call of $closure that added the code, from 1; 0 for the row without a code that opens the name';

-- Lists that were loaded before. The URLs are those of src/modules/terminology/domain/list-urls.ts.
insert into code_system (facility, url, version, list, head, concepts, loaded_at)
select l.facility,
       case l.system
         when 'icd10' then 'http://hl7.org/fhir/sid/icd-10'
         when 'icd9cm' then 'http://hl7.org/fhir/sid/icd-9-cm'
         when 'lab-test' then 'urn:lanong:cs:lab'
         when 'ethnic-group' then 'urn:lanong:cs:ethnicity'
         else 'urn:lanong:cs:' || l.system
       end,
       '', l.system, jsonb_build_object('name', l.system, 'language', 'vi'),
       (select count(*) from concept c
        where c.facility = l.facility and c.system = l.system and c.replaced_by is null and c.valid_to is null),
       now()
from code_list l;
