import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { searchResources } from '#store/search.ts'
import { editionFrom, type OwnForm, ownTag } from './own-form.ts'

/** How long a list is believed; another process learns of a new form within this time. */
const believedMs = 10_000

interface Known {
  readonly editions: readonly FormEdition[]
  readonly until: number
}

type ByFacility = Map<number, Known>
type ByVersion = Map<string, FormEdition>

const known = new WeakMap<object, ByFacility>()
/** An edition is the same object as long as its resource is: what is compiled from it stays. */
const made = new WeakMap<object, ByVersion>()

export function readOwnForms(ctx: Context): Promise<OwnForm[]> {
  return searchResources<OwnForm>(ctx, 'Questionnaire', { _tag: `${ownTag.system}|${ownTag.code}`, _count: '500' })
}

/** Forms of the hospital that are or were in use. */
export async function ownEditions(ctx: Context): Promise<readonly FormEdition[]> {
  const mine: ByFacility = known.get(ctx.pool) ?? new Map()
  known.set(ctx.pool, mine)
  const believed = mine.get(ctx.facility)
  if (believed && believed.until > performance.now()) return believed.editions
  const forms = (await readOwnForms(ctx)).filter(({ status }) => status === 'active' || status === 'retired')
  const editions = forms.map((form) => editionOnce(ctx, form))
  mine.set(ctx.facility, { editions, until: performance.now() + believedMs })
  return editions
}

function editionOnce(ctx: Context, form: OwnForm): FormEdition {
  const mine: ByVersion = made.get(ctx.pool) ?? new Map()
  made.set(ctx.pool, mine)
  const key = `${ctx.facility} ${form.id} ${form.meta?.versionId}`
  const edition = mine.get(key) ?? editionFrom(form)
  mine.set(key, edition)
  return edition
}

export function forgetOwnForms(ctx: Context): void {
  known.get(ctx.pool)?.delete(ctx.facility)
}
