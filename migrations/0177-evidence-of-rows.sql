-- Signatures on single rows of sheets are proven and owed like papers: the evidence keeps what was signed, and what is proven
-- later grows behind it.
alter table paper_evidence add column kind text not null default 'paper' check (kind in ('paper', 'row'));
comment on column paper_evidence.kind is 'paper: document_id is a DocumentReference, the files are PDF; row: it is the Provenance of a signed row, the files are CMS signatures';
