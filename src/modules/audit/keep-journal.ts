import { readFileSync } from 'node:fs'
import { type AboutRequest, aboutRequest } from '#modules/access/index.ts'
import type { Context } from '#platform/context.ts'
import type { RouteInput, RouteKey } from '#platform/http/gate.ts'
import { writeAudit } from '#store/audit.ts'
import { patientsOf } from '#store/patients-of.ts'
import { namedIn } from './named-in.ts'

/** What a route leaves in the journal when it is not the usual: a line of data/audit/routes.json. */
export interface JournalRoute {
  readonly method: string
  /** Ends with `*` for all that begins so. */
  readonly path: string
  /** Why it leaves nothing. */
  readonly quiet?: string
  readonly event?: 'view' | 'search' | 'print' | 'export'
  /** Members of the answer that are ids, and of what. */
  readonly names?: Readonly<Record<string, string>>
}

const file = new URL('../../../data/audit/routes.json', import.meta.url)
export const journalRoutes = (
  JSON.parse(readFileSync(file, 'utf8')) as { readonly routes: readonly JournalRoute[] }
).routes

/** Undefined for a route that leaves the usual. */
export function journalRoute({ method, path }: RouteKey): JournalRoute | undefined {
  return journalRoutes.find(
    (one) =>
      one.method === method &&
      (one.path.endsWith('*') ? path.startsWith(one.path.slice(0, -1)) : path === one.path),
  )
}

const looks = new Set(['view', 'read', 'search'])

/** The action that a route leaves; undefined when it leaves none. */
export function actionOf(route: RouteKey, verb: AboutRequest['verb']): string | undefined {
  const line = journalRoute(route)
  if (line?.quiet !== undefined) return undefined
  if (line?.event) return line.event
  if (verb === 'print') return 'print'
  if (verb === 'export' || verb === 'copy') return 'export'
  if (route.method === 'GET' || verb === 'read') return 'view'
  return route.method === 'DELETE' ? 'delete' : 'update'
}

/**
 * Sees to it that a request is in the journal as what it was and with its patient. A use case that told of it better has
 * the say; what none told of is told here, part of the transaction of a command.
 * @see CV 365/TTYQG-GPQLCL III.1.1 đ
 */
export async function keepJournal(
  ctx: Context,
  route: RouteKey,
  input: RouteInput,
  answer: unknown,
): Promise<void> {
  const about = aboutRequest(route, input)
  const action = actionOf(route, about.verb)
  if (action === undefined || isTold(ctx, action, about)) return
  const asked = await about.asked(ctx)
  const known = { ...journalRoute(route)?.names, ...(about.rows ? { [about.rows.key]: about.rows.type } : {}) }
  const entities = [...new Set([...asked.map(({ type, id }) => `${type}/${id}`), ...namedIn(answer, known)])]
  const patients = await patientsOf(ctx, entities)
  await writeAudit(ctx, {
    action,
    outcome: 'success',
    patients,
    entities,
    detail: { route: `${route.method} ${route.path}` },
  })
}

/** Whether a use case told of the request itself. */
function isTold({ told }: Context, action: string, about: AboutRequest): boolean {
  const done = told.filter(({ outcome }) => outcome === 'success')
  const fitting = done.filter((one) => fits(one.action, action))
  return fitting.length > 0 && (!about.named || fitting.some(({ patient }) => patient !== undefined))
}

/** A print is no view and a view is no change; what changes something may be called by many names. */
function fits(told: string, needed: string): boolean {
  if (needed === 'print' || needed === 'export') return told === 'print' || told === 'export'
  return looks.has(needed) || !looks.has(told)
}
