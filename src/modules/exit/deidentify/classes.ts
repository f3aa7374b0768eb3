/** What of a person many others know or can find out. */
export interface Traits {
  readonly id: string
  readonly sex: string
  readonly birthYear: number | undefined
  readonly province: string
}

/** What is told of a person: the traits at a level of coarseness. */
export interface Told {
  readonly level: number
  readonly sex?: string
  readonly birthYear?: number
  readonly province?: string
}

type Coarser = (traits: Traits) => Omit<Told, 'level'>

const year = ({ birthYear }: Traits) => (birthYear === undefined ? {} : { birthYear })

/** From the finest to nothing at all. A date has no form for "about 1980", so there is a year or none. */
export const levels: readonly Coarser[] = [
  (one) => ({ sex: one.sex, ...year(one), province: one.province }),
  (one) => ({ sex: one.sex, province: one.province }),
  (one) => ({ sex: one.sex }),
  () => ({}),
]

export interface Classes {
  readonly told: ReadonlyMap<string, Told>
  /** Patients that no class of k could be found for: they do not leave. */
  readonly suppressed: ReadonlySet<string>
  /** Smallest class that leaves; 0 when nobody does. */
  readonly smallest: number
  readonly classes: number
  /** Patients by the level that they are told at. */
  readonly byLevel: readonly number[]
}

/** Makes people coarser until nobody is in a class of fewer than k; pure. */
export function classify(people: readonly Traits[], k: number): Classes {
  const level = new Map(people.map(({ id }) => [id, 0]))
  const suppressed = new Set<string>()
  for (;;) {
    const small = [...groups(people, level, suppressed).values()].filter((ids) => ids.length < k).flat()
    if (small.length === 0) break
    for (const id of small) {
      const next = (level.get(id) ?? 0) + 1
      if (next < levels.length) level.set(id, next)
      else suppressed.add(id)
    }
  }
  const sizes = [...groups(people, level, suppressed).values()].map((ids) => ids.length)
  const leaving = people.filter(({ id }) => !suppressed.has(id))
  return {
    told: new Map(leaving.map((one) => [one.id, toldAt(one, level.get(one.id) ?? 0)])),
    suppressed,
    smallest: sizes.length === 0 ? 0 : Math.min(...sizes),
    classes: sizes.length,
    byLevel: levels.map((_, n) => leaving.filter(({ id }) => level.get(id) === n).length),
  }
}

const toldAt = (one: Traits, level: number): Told => ({ level, ...levels[level]?.(one) })

function groups(
  people: readonly Traits[],
  level: ReadonlyMap<string, number>,
  suppressed: ReadonlySet<string>,
): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>()
  for (const one of people) {
    if (suppressed.has(one.id)) continue
    // What is told is what others see: two levels that tell the same are one class.
    const { level: _level, ...seen } = toldAt(one, level.get(one.id) ?? 0)
    const key = JSON.stringify(Object.entries(seen).sort())
    const group = found.get(key)
    if (group) group.push(one.id)
    else found.set(key, [one.id])
  }
  return found
}
