/**
 * Records that were destroyed by an approved list: their bytes are gone, their leaves stay. An export names every such
 * version, and the ledger itself must tell who prepared, who approved and what was erased; docs/ledger.md §6.
 */
export const erasedPath = 'ledger/erased.json'

export interface ErasedVersion {
  /** `Type/id/_history/version`. */
  readonly version: string
  /** `Encounter/id` of the record it belonged to. */
  readonly record: string
  /** Id of the list of destruction. */
  readonly list: string
}

/** An act of a destruction as an event of the ledger tells it. */
export interface DestroyAct {
  readonly actor: string
  readonly step: string
  readonly list: string
  readonly record: string
  readonly versions: number
}

export function readErased(bytes: Buffer | undefined): ReadonlyMap<string, ErasedVersion> {
  const told = parse(bytes)
  const list = Array.isArray(told) ? (told as readonly Partial<ErasedVersion>[]) : []
  return new Map(
    list.flatMap((one) => {
      const { version, record, list: by } = one ?? {}
      return typeof version === 'string' && typeof record === 'string' && typeof by === 'string'
        ? [[version, { version, record, list: by }] as const]
        : []
    }),
  )
}

function parse(bytes: Buffer | undefined): unknown {
  try {
    return JSON.parse(bytes?.toString('utf8') ?? '')
  } catch {
    return undefined
  }
}

const marked = Buffer.from('"action":"destroy"')

/** Acts of destruction among the texts of events. */
export function destroyActs(text: Buffer): readonly DestroyAct[] {
  if (!text.includes(marked)) return []
  return text
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const event = parse(Buffer.from(line)) as
        | { action?: string; actor?: string; detail?: Readonly<Record<string, string | number>> }
        | undefined
      if (event?.action !== 'destroy' || event.detail?.['kind'] !== 'record.destruction') return []
      const { step = '', list = '', record = '', versions = 0 } = event.detail
      return [
        {
          actor: event.actor ?? '',
          step: String(step),
          list: String(list),
          record: String(record),
          versions: Number(versions),
        },
      ]
    })
}

/** Erasures by list and record. */
export interface Erasure {
  readonly list: string
  readonly record: string
  readonly versions: number
  /** The ledger tells it: prepared by one, approved by another, erased as many versions. */
  readonly proven: boolean
}

export function judgeErasures(
  erased: ReadonlyMap<string, ErasedVersion>,
  acts: readonly DestroyAct[],
): readonly Erasure[] {
  const groups = Map.groupBy(erased.values(), (one) => `${one.list} ${one.record}`)
  return [...groups.values()].flatMap((members) => {
    const [first] = members
    if (!first) return []
    const { list, record } = first
    const own = acts.filter((act) => act.list === list)
    const by = (step: string) => own.filter((act) => act.step === step)
    const twoPersons = by('prepared').some((one) => by('approved').some((other) => other.actor !== one.actor))
    const told = by('erased').some(
      (act) => `Encounter/${act.record}` === record && act.versions === members.length,
    )
    return [{ list, record, versions: members.length, proven: twoPersons && told }]
  })
}

/** Whether bytes that a leaf names went with a destroyed record. */
export function wentWith(erased: ReadonlyMap<string, ErasedVersion>): (who: string) => boolean {
  const gone = new Set<string>()
  for (const { version, record } of erased.values()) {
    gone.add(`file ${record}`)
    const [key = ''] = version.split('/_history/')
    if (key.startsWith('Provenance/')) gone.add(`signature ${key}`)
  }
  return (who) => gone.has(who)
}
