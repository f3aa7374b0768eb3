-- What lasts longer than a day and goes into a time that is asked for may have begun long before: of one patient these few rows
-- have an index of their own, or all of the chart from before is gone through (44,000 measurements for a stay's).
create index resource_patient_long on resource (facility, type, patient, ct_end)
  where ct_end - ct > 86400000 and version > 0 and patient is not null;
