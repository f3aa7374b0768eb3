-- Lines are found whole and by how they begin: `signature 1 Provenance/x `.
drop index ledger_line_text;
create index ledger_line_begins on ledger_line (facility, line text_pattern_ops);
