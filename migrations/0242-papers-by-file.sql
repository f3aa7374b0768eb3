-- Versions of papers by the file that they name: a signature prints the hash of the file that was signed, which for the first
-- signature of a paper is no signature's file yet. encode(…, 'escape') because an index asks for an immutable function.
do $$ begin
  execute format(
    $i$create index resource_version_file on resource_version (facility,
         substring(encode(content, 'escape') from '"urn:lanong:blob:([0-9a-f]{64})"') text_pattern_ops) where type = %s$i$,
    (select id from resource_type where name = 'DocumentReference'));
end $$;
