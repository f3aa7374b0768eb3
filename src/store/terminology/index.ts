import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { type Composing, composeValueSet } from '#fhir/terminology/compose.ts'
import { failures } from '#fhir/terminology/issues.ts'
import { findValueSet, pickProvider } from '#fhir/terminology/resolve.ts'
import { layered, resourceSource } from '#fhir/terminology/resource-source.ts'
import type { TerminologySource } from '#fhir/terminology/source.ts'
import type { MapSource } from '#fhir/terminology/translate.ts'
import { type Day, dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { asAppError } from './errors.ts'
import { grammarSource } from './grammar-source.ts'
import { implicitSets } from './implicit-sets.ts'
import { publishedSource } from './published.ts'
import { mapsBetween, storedSource } from './stored-source.ts'

export { grammarSystems } from './grammar-source.ts'
export { publishedSystems } from './published.ts'

/** Most codes of a value set that are held at a time. */
export const mostCodes = 10_000

export interface Coded {
  readonly system: string
  readonly code: string
}

/** Everything that is known here: what a request brings, what the facility loaded, what R4 publishes. */
export function terminologySource(
  ctx: Context,
  sent: readonly Resource[] = [],
  day: Day = dayInVietnam(ctx.now()),
): MapSource {
  const known: TerminologySource = layered([
    ...(sent.length === 0 ? [] : [resourceSource(sent)]),
    storedSource(ctx, day),
    publishedSource(),
    grammarSource(),
  ])
  return { ...implicitSets(remembering(known)), mapsBetween: (ask) => mapsBetween(ctx, ask) }
}

/** One call asks for the same system several times; it is read once. */
function remembering(source: TerminologySource): TerminologySource {
  const systems = new Map<string, ReturnType<TerminologySource['codeSystems']>>()
  return {
    ...source,
    codeSystems(url) {
      const asked = systems.get(url) ?? source.codeSystems(url)
      systems.set(url, asked)
      return asked
    },
  }
}

/**
 * The codes of a value set as it is today; undefined when it is not known.
 *
 * @throws AppError `codes.tooCostly` for more than 10,000 codes
 */
export function codesOfValueSet(ctx: Context, canonical: string): Promise<readonly Coded[] | undefined> {
  return asAppError(async () => {
    const source = terminologySource(ctx)
    const set = await findValueSet(source, canonical)
    if (!set) return undefined
    const entries = await composeValueSet(plainly(source), set)
    return entries.map(({ system, concept }) => ({ system, code: concept.code }))
  })
}

function plainly(source: TerminologySource): Composing {
  const none = new Map<string, string>()
  return {
    source,
    rules: { force: none, standard: none, check: none },
    supplements: [],
    usedSystems: new Set(),
    usedValueSets: new Set(),
    usedRules: new Map(),
    path: [],
    activeOnly: false,
    most: mostCodes,
  }
}

/** Codes below a code, without it; undefined when the code system is not known. */
export function descendantsOf(ctx: Context, system: string, code: string): Promise<readonly Coded[] | undefined> {
  return asAppError(async () => {
    const provider = pickProvider(await terminologySource(ctx).codeSystems(system), undefined)
    if (!provider) return undefined
    const filters = [{ property: 'concept', op: 'descendent-of', value: code } as const]
    const { concepts } = await provider.select({ filters, limit: mostCodes + 1 })
    if (concepts.length > mostCodes) throw failures.tooCostly(`${system}|${code}`, mostCodes)
    return concepts.map((one) => ({ system, code: one.code }))
  })
}

/** Codes above a code, without it; undefined when the code system is not known. */
export function ancestorsOf(ctx: Context, system: string, code: string): Promise<readonly Coded[] | undefined> {
  return asAppError(async () => {
    const provider = pickProvider(await terminologySource(ctx).codeSystems(system), undefined)
    if (!provider) return undefined
    return [...(await provider.ancestors(code))].map((one) => ({ system, code: one }))
  })
}

/** URL and version of a stored code system whose concepts are rows: the resource itself may be too large to read for them. */
export async function systemOfResource(
  ctx: Context,
  id: string,
): Promise<{ readonly url: string; readonly version: string | undefined } | undefined> {
  const { rows } = await sql<{ url: string; version: string }>`
    select url, version from code_system where facility = ${ctx.facility} and resource = ${id}`.execute(ctx.db)
  const [row] = rows
  return row && { url: row.url, version: row.version === '' ? undefined : row.version }
}
