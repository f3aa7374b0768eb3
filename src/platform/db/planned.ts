import type pg from 'pg'

/** How many connections for statements that are planned once stand beside so many others. */
export const plannedBeside = (max: number) => Math.ceil(max / 2)

const beside = new WeakMap<pg.Pool, pg.Pool>()

/** Gives a pool its connections for statements that are planned once; they end with it. */
export function withPlanned(of: pg.Pool, planned: pg.Pool): pg.Pool {
  beside.set(of, planned)
  const end = of.end.bind(of) as () => Promise<void>
  of.end = (async (done?: () => void) => {
    await Promise.all([end(), planned.end()])
    done?.()
  }) as typeof of.end
  return of
}

/**
 * The connections on which PostgreSQL plans a named statement once, without looking at its values. Left to itself it
 * planned most searches anew each time, which took as long as answering them (decision 0110).
 */
export function plannedOnce(of: pg.Pool): pg.Pool {
  return beside.get(of) ?? of
}
