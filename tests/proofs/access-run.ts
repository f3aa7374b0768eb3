import fc from 'fast-check'
import { PolicyView } from '#modules/access/view.ts'
import type { Context } from '#platform/context.ts'
import { listMembers } from '#store/compartment-members.ts'
import { listHistory } from '#store/history.ts'
import { findCurrent } from '#store/read.ts'
import { search, searchCompartment, searchSystem } from '#store/search.ts'
import type { SearchPage, StoredVersion } from '#store/types.ts'
import { actor, withContext } from '../support/database.ts'
import { type Given, given } from './access-given.ts'
import { type AccessWorld, makeWorld } from './access-world.ts'

export interface AccessRun {
  readonly compared: number
  /** Searches of which the actor saw a part, neither all nor nothing. */
  readonly partly: number
  readonly faults: readonly string[]
}

/** What of the world an actor may read, one by one. */
type Readable = (type: string, id: string) => boolean

interface Asked {
  readonly type: string
  readonly query: string
  /** Instead of what everybody finds: what is found through resources that the actor may read. */
  through?(world: AccessWorld, readable: Readable): Promise<string>
}

const plain = (type: string, ...queries: readonly string[]): Asked[] => queries.map((query) => ({ type, query }))

/** A chain or `_has` finds what its inner part may be read of: the same search said with the addresses of those. */
function throughVisits(outer: string, inner: string): Asked {
  return {
    type: 'Observation',
    query: outer,
    through: async ({ ctx }, readable) => {
      const found = (await search(ctx, 'Encounter', inner)).matches.filter(({ id }) => readable('Encounter', id))
      return `encounter=${['none', ...found.map(({ id }) => `Encounter/${id}`)].join(',')}`
    },
  }
}

function having(type: 'Patient' | 'Encounter', member: 'subject' | 'encounter', code: string): Asked {
  return {
    type,
    query: `_has:Observation:${member === 'subject' ? 'patient' : member}:code=${code}`,
    through: async ({ ctx }, readable) => {
      const found = (await search(ctx, 'Observation', `code=${code}&_count=1000`)).matches
        .filter(({ id }) => readable('Observation', id))
        .map(
          ({ content }) =>
            (JSON.parse(content.toString()) as Record<string, { reference?: string }>)[member]?.reference,
        )
      return `_id=${['none', ...found.map((reference) => reference?.split('/')[1] ?? 'none')].join(',')}`
    },
  }
}

const questions: readonly Asked[] = [
  ...plain('Observation', '', 'code=k1', 'code:not=k1', 'status=final', 'patient=p1', 'patient=p3&status=final'),
  ...plain(
    'Observation',
    '_sort=date',
    '_sort=-date',
    '_sort=code,-date',
    '_sort=status',
    '_security=HIV',
    '_sort=-_lastUpdated',
  ),
  ...plain(
    'Observation',
    'encounter:missing=true',
    '_filter=not (code eq k1)',
    '_filter=code eq k0 or status eq final',
    '_id=o0-0,o1-1,o2-2',
  ),
  ...plain('Observation', 'date=ge2000-01-01', '_lastUpdated=gt2000-01-01'),
  ...plain('Encounter', '', 'class=IMP', 'status=finished', '_sort=date', 'subject=Patient/p0'),
  ...plain('Patient', '', 'family=dang', '_sort=birthdate', '_sort=-family'),
  ...plain('Condition', '', 'code=k0', 'patient=p2', '_sort=code'),
  ...plain('Task', '', 'status=requested', 'owner=Organization/dept-ngoai'),
  ...plain('AllergyIntolerance', '', 'patient=p0'),
  ...plain('Consent', '', 'status=active'),
  ...plain('Specimen', '_contained=true', 'type=t1&_contained=both', 'type:not=t1&_contained=true'),
  ...plain('Observation', 'specimen.type=t0', '_contained=both'),
  {
    type: 'Observation',
    query: 'subject:Patient._id=p0',
    through: async (_, readable) => `subject=Patient/${readable('Patient', 'p0') ? 'p0' : 'none'}`,
  },
  throughVisits('encounter.class=IMP', 'class=IMP'),
  throughVisits('encounter:Encounter.status=in-progress', 'status=in-progress'),
  throughVisits('_filter=encounter:Encounter[class eq AMB].status pr true', 'class=AMB&status:missing=false'),
  having('Patient', 'subject', 'k2'),
  having('Encounter', 'encounter', 'k0'),
  having('Encounter', 'encounter', 'k1'),
]

const addressOf = ({ type, id }: StoredVersion) => `${type}/${id}`

/** Whether a case asks this. */
export const asks = (query: string) => (one: Given) => questions[one.query % questions.length]?.query === query

/** Random rules, people and searches: what is found, counted, ordered and included is what may be read, no more and no less. */
export async function accessRun(
  count: number,
  seed: number,
  chosen: (one: Given) => boolean = () => true,
): Promise<AccessRun> {
  return withContext(async (ctx) => {
    const world = await makeWorld(ctx)
    const faults: string[] = []
    let partly = 0
    const all = fc.sample(given, { numRuns: count, seed }).filter(chosen)
    for (const one of all) {
      const told = await compare(world, one)
      partly += told.partly ? 1 : 0
      faults.push(...told.faults.map((fault) => `${fault} ${JSON.stringify(one, sets)}`))
    }
    return { compared: all.length, partly, faults }
  })
}

const sets = (_: string, value: unknown) => (value instanceof Set ? [...value] : value)

/** The context of somebody under rules. */
export function under(ctx: Context, one: Given, purpose = 'TREAT'): Context & { readonly access: PolicyView } {
  const { practitionerId, ...who } = actor(one.actor)
  const named = one.actor.practitionerId === undefined ? who : { ...who, practitionerId: practitionerId ?? '' }
  return { ...ctx, actor: named, access: new PolicyView(purpose, one.policies) }
}

async function compare(
  world: AccessWorld,
  one: Given,
): Promise<{ readonly partly: boolean; readonly faults: readonly string[] }> {
  const mine = under(world.ctx, one)
  const readable = await readableOf(world, mine)
  const asked = questions[one.query % questions.length]
  if (!asked) return { partly: false, faults: [] }
  const said = asked.through ? await asked.through(world, readable) : asked.query
  const all = (await search(world.ctx, asked.type, `${said}${said ? '&' : ''}_count=1000`)).matches
  const expected = all.filter(({ type, id }) => readable(type, id)).map(addressOf)
  const faults: string[] = []
  const say = (what: string, found: readonly string[] | number, wanted: readonly string[] | number) => {
    if (JSON.stringify(found) !== JSON.stringify(wanted))
      faults.push(`${asked.type}?${asked.query}: ${what} ${found} instead of ${wanted}`)
  }
  const page = await search(
    mine,
    asked.type,
    `${asked.query}&_count=1000&_total=${one.query % 2 === 0 ? 'accurate' : 'estimate'}`,
  )
  say('found', page.matches.map(addressOf), expected)
  say('counted', page.total ?? -1, expected.length)
  say('by pages', await byPages(mine, asked), expected)
  await compareAround(world, mine, readable, page, one, say)
  return { partly: expected.length > 0 && expected.length < all.length, faults }
}

async function readableOf({ all }: AccessWorld, mine: Context): Promise<Readable> {
  const seen = new Set<string>()
  for (const [type, ids] of Object.entries(all)) {
    const asked = ids.map((id) => ({ type, id }))
    const may = await mine.access?.permitted(mine, asked)
    for (const [at, { id }] of asked.entries()) if (may?.[at]) seen.add(`${type}/${id}`)
  }
  return (type, id) => seen.has(`${type}/${id}`)
}

async function byPages(mine: Context, { type, query }: Asked): Promise<readonly string[]> {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page: SearchPage = await search(
      mine,
      type,
      `${query}&_count=7${cursor === undefined ? '' : `&_cursor=${cursor}`}`,
    )
    found.push(...page.matches.map(addressOf))
    cursor = page.next
  } while (cursor !== undefined && found.length < 500)
  return found
}

type Say = (what: string, found: readonly string[] | number, wanted: readonly string[] | number) => void

/** Inclusions, compartments, searches of everything, histories and reads of one resource. */
async function compareAround(
  { ctx, all }: AccessWorld,
  mine: Context,
  readable: Readable,
  page: SearchPage,
  one: Given,
  say: Say,
): Promise<void> {
  const may = (list: readonly StoredVersion[]) =>
    list
      .filter(({ type, id }) => readable(type, id))
      .map(addressOf)
      .sort()
  const names = (list: readonly StoredVersion[]) => list.map(addressOf).sort()
  const around =
    '_include=Observation:encounter&_revinclude=Task:encounter&_include:iterate=Encounter:subject&_count=1000'
  const [first] = page.matches
  const typed = first?.type === 'Encounter' ? 'Encounter' : 'Observation'
  const included = await search(mine, typed, around)
  const whole = await search(
    ctx,
    typed,
    `_id=${['none', ...included.matches.map(({ id }) => id)].join(',')}&${around}`,
  )
  const reached = whole.included.filter(({ type, id }) => readable(type, id)).map(addressOf)
  const extra = names(included.included).filter((address) => !reached.includes(address))
  say('included', extra, [])
  const patient = `p${one.resource % 4}`
  const inside = await searchCompartment(mine, 'Patient', patient, 'Observation', '_count=1000')
  say(
    'in a compartment',
    names(inside.matches),
    may((await searchCompartment(ctx, 'Patient', patient, 'Observation', '_count=1000')).matches),
  )
  const system = '_type=Observation,Condition&_count=1000&_total=accurate'
  const everywhere = await searchSystem(mine, system)
  const wanted = may((await searchSystem(ctx, system)).matches)
  say('everywhere', names(everywhere.matches), wanted)
  say('counted everywhere', everywhere.total ?? -1, wanted.length)
  const members = { compartment: 'Patient', id: patient, limit: 1000 } as const
  say(
    'of everything',
    names((await listMembers(mine, members)).members),
    may((await listMembers(ctx, members)).members),
  )
  const past = { type: 'Observation', count: 1000 }
  say(
    'in the history',
    names((await listHistory(mine, past)).entries),
    may((await listHistory(ctx, past)).entries),
  )
  const list = Object.entries(all).flatMap(([type, ids]) => ids.map((id) => ({ type, id })))
  const target = list[one.resource % list.length]
  if (!target) return
  const read = await findCurrent(mine, target.type, target.id)
  say(`read of ${target.type}/${target.id}`, read ? 1 : 0, readable(target.type, target.id) ? 1 : 0)
}
