import { createHash } from 'node:crypto'

/**
 * Events over their time are removed, their leaves stay: docs/ledger.md §6. The journal itself names every place that is empty,
 * a week after it announced the removal; what is missing otherwise is lost.
 */
export interface LostContent {
  readonly position: number
  /** Hash of the leaf, hex. */
  readonly leaf: string
  readonly kind: string
  /** Id of the event, a UUID that tells when it was made. */
  readonly name: string
}

/** A step of a removal as an event of the ledger tells it. */
export interface RemovalAct {
  readonly removal: string
  readonly step: string
  readonly at: string
  readonly events: number
  /** `3-7,9` */
  readonly positions: string
  readonly sha256: string
}

const marked = Buffer.from('"journal.removal"')

/** Steps of removals among the texts of events. */
export function removalActs(text: Buffer): readonly RemovalAct[] {
  if (!text.includes(marked)) return []
  return text.toString('utf8').split('\n').flatMap(actOf)
}

interface Told {
  readonly action?: unknown
  readonly at?: unknown
  readonly detail?: Readonly<Record<string, unknown>>
  readonly removed?: Readonly<Record<string, unknown>>
}

function actOf(line: string): readonly RemovalAct[] {
  const { action, at, detail, removed } = parse(line)
  if (action !== 'destroy' || detail?.['kind'] !== 'journal.removal') return []
  const word = (value: unknown) => (typeof value === 'string' ? value : '')
  return [
    {
      removal: word(detail['removal']),
      step: word(detail['step']),
      at: word(at),
      events: Number(detail['events']),
      positions: word(removed?.['positions']),
      sha256: word(removed?.['sha256']),
    },
  ]
}

function parse(line: string): Told {
  try {
    return (JSON.parse(line) ?? {}) as Told
  } catch {
    return {}
  }
}

export interface Removal {
  readonly removal: string
  readonly events: number
  readonly entries: number
}

const dayMs = 86_400_000
const leastDaysAnnounced = 7
const leastDaysKept = 365

/** What the ledger tells of lost contents: removed by rule, told without being so, or lost. */
export function judgeRemovals(lost: readonly LostContent[], acts: readonly RemovalAct[]) {
  const left = new Map(lost.map((one) => [one.position, one]))
  const announced = new Map(acts.filter(({ step }) => step === 'announced').map((one) => [one.removal, one.at]))
  const removals: Removal[] = []
  const unproven: string[] = []
  for (const act of acts) {
    if (act.step !== 'removed') continue
    const places = placesOf(act.positions, left)
    if (places && isProven(act, places, announced.get(act.removal))) {
      for (const { position } of places) left.delete(position)
      removals.push({ removal: act.removal, events: act.events, entries: places.length })
    } else unproven.push(`${act.removal} ${act.positions}`)
  }
  return { removals, unproven, lost: [...left.values()].toSorted((a, b) => a.position - b.position) }
}

/** The places that an act names; undefined when one of them is not empty. */
function placesOf(positions: string, left: ReadonlyMap<number, LostContent>): readonly LostContent[] | undefined {
  const found: LostContent[] = []
  for (const run of positions.split(',')) {
    const [, first, last = first] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(run) ?? []
    if (first === undefined) return undefined
    for (let at = Number(first); at <= Number(last); at++) {
      const one = left.get(at)
      if (!one) return undefined
      found.push(one)
    }
  }
  return found
}

function isProven(act: RemovalAct, places: readonly LostContent[], announcedAt = ''): boolean {
  const at = Date.parse(act.at)
  const sum = createHash('sha256')
  for (const { leaf } of places) sum.update(Buffer.from(leaf, 'hex'))
  return (
    at - Date.parse(announcedAt) >= leastDaysAnnounced * dayMs &&
    sum.digest('hex') === act.sha256 &&
    places.every(({ name }) => at - madeAt(name) >= leastDaysKept * dayMs)
  )
}

/** RFC 9562 §5.7: milliseconds of the making in the first 48 bits. */
const madeAt = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
