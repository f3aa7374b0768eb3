import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { parseJsonBytes } from '#fhir/json.ts'
import { type CompiledView, compileView } from '#fhir/view/compile-view.ts'
import type { ViewRow } from '#fhir/view/view-definition.ts'
import type { Context } from '#platform/context.ts'
import { structures, typeNumber } from '#store/definitions.ts'
import { mayHaveMore, withinBytes } from '#store/within-bytes.ts'

export interface ViewScope {
  /** Only resources in the compartment of this patient. */
  readonly patient?: string | undefined
  /** Only what was stored since. */
  readonly since?: Date | undefined
}

const perStep = 500
/** After so many resources other requests get their turn. */
const perTurn = 50

export const compiled = (view: unknown): CompiledView => compileView(view, (type) => structures.isResource(type))

/** The rows of a view over the store, in the order of the resources' ids; memory does not grow with the store. */
export async function* viewRows(ctx: Context, view: CompiledView, scope: ViewScope = {}): AsyncGenerator<ViewRow> {
  let after = ''
  for (;;) {
    const asked = sql<{ id: string; content: Buffer }>`
      select id, content from resource
      where facility = ${ctx.facility} and type = ${typeNumber(view.resource)} and id > ${after}
        and (${scope.patient ?? null}::text is null or patient = ${scope.patient ?? null})
        and (${scope.since ?? null}::timestamptz is null or recorded_at >= ${scope.since ?? null})
      order by id limit ${perStep}`
    const { rows } = await withinBytes(asked).execute(ctx.db)
    for (const [at, row] of rows.entries()) {
      if (at % perTurn === 0) await setImmediate()
      yield* view.rows(parseJsonBytes(row.content))
    }
    const last = rows.at(-1)
    if (!last || !mayHaveMore(rows, perStep)) return
    after = last.id
  }
}

/** The rows of a view over given resources. */
export function* rowsOf(
  view: CompiledView,
  resources: readonly { readonly resourceType: string }[],
): Generator<ViewRow> {
  for (const resource of resources) if (resource.resourceType === view.resource) yield* view.rows(resource)
}
