-- Signatures and files of the ledger by the hash that is printed on a paper, or by how it begins.
create index ledger_line_hash on ledger_line (facility, right(line, 64) text_pattern_ops);
