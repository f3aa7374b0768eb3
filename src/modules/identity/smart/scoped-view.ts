import { type RawBuilder, sql } from 'kysely'
import type { AccessView, Asked, KnownOfRows, Verb } from '#platform/access.ts'
import type { ActorScopes, Context } from '#platform/context.ts'
import { typeNumber } from '#store/definitions.ts'
import { queryCondition } from '#store/search/query-condition.ts'
import type { SmartScope } from '../domain/smart-scopes.ts'
import { identityErrors } from '../errors.ts'

/** What belongs to no patient and is needed to understand what does. */
const supporting = new Set([
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'Medication',
  'Questionnaire',
])

/** What the scopes of an application's token leave of what its person may see: both must agree. */
export class ScopedView implements AccessView {
  readonly #inner: AccessView | undefined
  readonly #scopes: ActorScopes

  constructor(inner: AccessView | undefined, scopes: ActorScopes) {
    this.#inner = inner
    this.#scopes = scopes
  }

  async where(
    ctx: Context,
    type: string,
    r: RawBuilder<unknown>,
    known?: KnownOfRows,
  ): Promise<RawBuilder<boolean> | undefined> {
    const inner = await this.#inner?.where(ctx, type, r, known)
    const own = await this.#condition(ctx, type, r, 's')
    return inner ? sql<boolean>`(${inner} and ${own})` : own
  }

  async permitted(ctx: Context, asked: readonly Asked[], verb: Verb = 'read'): Promise<readonly boolean[]> {
    const inner = (await this.#inner?.permitted(ctx, asked, verb)) ?? asked.map(() => true)
    const found = new Set<string>()
    for (const type of new Set(asked.map((one) => one.type))) {
      const ids = asked.filter((one) => one.type === type).map(({ id }) => id)
      const condition = await this.#condition(ctx, type, sql`r`, verb === 'write' ? 'cud' : 'r')
      const { rows } = await sql<{ id: string }>`
        select r.id from resource r where r.facility = ${ctx.facility} and r.type = ${typeNumber(type)}
          and r.id = any(${ids}::text[]) and ${condition}`.execute(ctx.db)
      for (const { id } of rows) found.add(`${type}/${id}`)
    }
    return asked.map(({ type, id }, at) => (inner[at] ?? false) && found.has(`${type}/${id}`))
  }

  async refuse(ctx: Context, asked: Asked, verb: Verb = 'read'): Promise<never> {
    const [may] = (await this.#inner?.permitted(ctx, [asked], verb)) ?? [true]
    if (!may) await this.#inner?.refuse(ctx, asked, verb)
    throw identityErrors.outOfScope({ type: asked.type })
  }

  /** One of the scopes with one of the rights reaches the row. */
  async #condition(
    ctx: Context,
    type: string,
    r: RawBuilder<unknown>,
    rights: string,
  ): Promise<RawBuilder<boolean>> {
    const reaching = this.#scopes.granted.filter(
      (scope) =>
        (scope.type === '*' || scope.type === type) && [...rights].some((right) => scope.rights.includes(right)),
    )
    const parts = await Promise.all(reaching.map((scope) => this.#reach(ctx, type, r, scope)))
    if (parts.length === 0) return sql<boolean>`false`
    return sql<boolean>`(${sql.join(parts, sql` or `)})`
  }

  async #reach(
    ctx: Context,
    type: string,
    r: RawBuilder<unknown>,
    scope: SmartScope,
  ): Promise<RawBuilder<boolean>> {
    const query = scope.query === '' ? sql<boolean>`true` : await queryCondition(ctx, type, r, scope.query)
    if (scope.context !== 'patient' || supporting.has(type)) return query
    const { patientId } = this.#scopes
    if (patientId === undefined) return sql<boolean>`false`
    const own = type === 'Patient' ? sql`${r}.id = ${patientId}` : sql`${r}.patient = ${patientId}`
    return sql<boolean>`(${own} and ${query})`
  }
}

/** The context of a request, with what the scopes of its token leave. */
export function withScopes(ctx: Context): Context {
  const { scopes } = ctx.actor
  return scopes ? { ...ctx, access: new ScopedView(ctx.access, scopes) } : ctx
}
