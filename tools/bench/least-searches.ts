const bodies = 'select body::text as body from res_full where'

/** The searches that raw-pg.mjs asks, by the letter of their value. */
export const leastSearches: Readonly<Record<string, string>> = {
  p: `${bodies} patient = (select patient from pats where n = $1) order by date desc limit 50`,
  c: `${bodies} code = (select code from codes where n = $1) order by date desc limit 50`,
  d: `${bodies} date >= '2015-01-01'::timestamptz + $1::int * interval '1 day'
    and date < '2015-01-08'::timestamptz + $1::int * interval '1 day' limit 50`,
  v: `${bodies} code = (select code from codes where n = $1) and val > 100 limit 50`,
}
