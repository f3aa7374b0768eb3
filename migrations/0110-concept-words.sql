-- Words of the code lists. They were a tsvector in every row of concept with a GIN index over all lists: half of the time
-- of a load, and slow for the words that most entries have. Now each list has pages of words with the places where they
-- occur, written by the load and read by src/store/terminology/word-index.ts.

create table concept_word (
  facility integer not null,
  system   text not null,
  head     text not null,
  block    integer not null,
  words    bytea not null,
  primary key (facility, system, head, block)
);
alter table concept_word alter column words set storage external;
comment on table concept_word is 'Which entries of a list have a word; never less than there are, so that a find is checked by the entry itself';
comment on column concept_word.head is 'The first three letters of the words; one or two for all the words that begin with them';
comment on column concept_word.block is 'Place in the list (concept.position) divided by 65,536';
comment on column concept_word.words is 'Each word with its places in the block: src/store/terminology/word-page.ts';

alter table code_list add column worded boolean not null default false;
comment on column code_list.worded is 'concept_word has its words; a list that was loaded before is done when it is first searched';

drop index concept_words;
alter table concept drop column words;
-- The load that every row names has its facility checked already.
alter table concept drop constraint concept_facility_fkey;

-- A load ends by telling the planner what came in. Only the owner may.
create or replace function concept_settle() returns void language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  analyze concept;
end $$;
