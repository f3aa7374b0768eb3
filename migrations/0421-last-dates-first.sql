-- Pages in the order of a date or number that is not the main one, the last first: the other way round is
-- search_ordered_value (0002).
create index search_ordered_end on search_ordered (facility, type, param, hi, id) where n >= 0 and key = 0;
