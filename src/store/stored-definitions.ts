import type { Resource } from '@medplum/fhirtypes'
import type { ProfileDefinition } from '#fhir/profile/definition.ts'
import { isLargeSystem } from '#fhir/terminology/large-system.ts'
import { type Validated, type ValidateOptions, validateInSteps } from '#fhir/validate.ts'
import { AppError } from '#kernel/app-error.ts'
import { finishInTurns } from '#kernel/steps.ts'
import type { Context } from '#platform/context.ts'
import { breathe } from '#platform/pause.ts'
import { structures } from './definitions.ts'
import { storeErrors } from './errors.ts'
import { validatePieces } from './large-system.ts'
import { searchResources } from './search.ts'
import { codesOfValueSet } from './terminology/index.ts'

/** What validation can ask of definitions that are stored here and not published with R4. */
type Kind = 'StructureDefinition' | 'ValueSet' | 'CodeSystem' | 'Questionnaire'

interface Asked {
  readonly kind: Kind
  readonly url: string
}

type Codes = ReadonlyMap<string, ReadonlySet<string>>
type Answer = Resource | Codes | undefined

/** How long an answer is believed; other processes learn of a changed profile within this time. */
const believedMs = 10_000
const mostRemembered = 5000
/** Profiles lead to others; a longer chain of them is not followed. */
const mostRounds = 10
/** Definitions that one resource may name and that are looked up, each by a search. */
const mostAsked = 500
const remembered = new Map<string, { readonly answer: Answer; readonly until: number }>()

/** Kinds of resource whose change makes what is remembered here out of date. */
export const definitionTypes: ReadonlySet<string> = new Set<Kind>([
  'StructureDefinition',
  'ValueSet',
  'CodeSystem',
  'Questionnaire',
])

export function forgetDefinitions(): void {
  remembered.clear()
}

/**
 * Validates with the profiles, extensions and value sets that the facility has stored. What is asked for is read
 * and the resource validated again, until nothing new is asked; a resource that asks for nothing stored costs
 * nothing more.
 */
export async function validateHere(
  ctx: Context,
  resource: unknown,
  options: ValidateOptions = {},
): Promise<Validated> {
  if (isLargeSystem(resource)) return validatePieces(resource, (piece) => validateAsking(ctx, piece, options))
  return validateAsking(ctx, resource, options)
}

async function validateAsking(ctx: Context, resource: unknown, options: ValidateOptions): Promise<Validated> {
  await breathe()
  let total = 0
  for (let round = 1; ; round++) {
    const asked = new Map<string, Asked>()
    const given = { ...options, ...answering(ctx, asked, options) }
    const validated = await finishInTurns(validateInSteps(structures, resource, given))
    if (asked.size === 0 || round === mostRounds) return validated
    total += asked.size
    if (total > mostAsked) throw storeErrors.tooManyDefinitions({ most: mostAsked })
    for (const one of asked.values()) remember(ctx, one, await find(ctx, one))
  }
}

/** Answers from memory, noting what is not there. */
function answering(ctx: Context, asked: Map<string, Asked>, given: ValidateOptions): ValidateOptions {
  const ask = (kind: Kind, url: string): Answer => {
    const key = keyOf(ctx, { kind, url })
    const known = remembered.get(key)
    if (known && known.until > performance.now()) return known.answer
    asked.set(key, { kind, url })
    return undefined
  }
  return {
    profileOf: (url) => {
      const own = given.profileOf?.(url) ?? structures.profile(url)
      // The extensions of this program have no definitions yet, and stand in almost everything it writes.
      if (own || url.startsWith('urn:lanong:')) return own
      return ask('StructureDefinition', url) as unknown as ProfileDefinition | undefined
    },
    inValueSet: (url, system, code) => {
      const own = given.inValueSet?.(url, system, code)
      if (own !== undefined) return own
      const codes = ask('ValueSet', url) as Codes | undefined
      if (!codes) return undefined
      if (system !== undefined) return codes.get(system)?.has(code) ?? false
      return [...codes.values()].some((one) => one.has(code))
    },
    resolve: (canonical) => {
      const own = given.resolve?.(canonical)
      if (own || !given.full) return own
      const kind = canonical.includes('Questionnaire') || canonical.startsWith('urn:lanong:form:')
      return ask(kind ? 'Questionnaire' : 'CodeSystem', canonical) as Record<string, unknown> | undefined
    },
  }
}

const keyOf = (ctx: Context, { kind, url }: Asked) => `${ctx.facility} ${kind} ${url}`

function remember(ctx: Context, asked: Asked, answer: Answer): void {
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(keyOf(ctx, asked), { answer, until: performance.now() + believedMs })
}

async function find(ctx: Context, { kind, url }: Asked): Promise<Answer> {
  const [address = '', version] = url.split('|', 2)
  if (address.length === 0 || address.length > 500) return undefined
  try {
    if (kind === 'ValueSet') return await codesOf(ctx, url)
    const found = await searchResources<Extract<Resource, { resourceType: Kind }>>(ctx, kind, {
      url: address.replace(/[\\,$|]/g, '\\$&'),
      ...(version === undefined ? {} : { version: version.replace(/[\\,$|]/g, '\\$&') }),
      _count: '1',
      _sort: '-_lastUpdated',
    })
    return found[0]
  } catch (error) {
    // A definition that cannot be read or is too large to expand is one that is not known here.
    if (error instanceof AppError) return undefined
    throw error
  }
}

async function codesOf(ctx: Context, url: string): Promise<Codes | undefined> {
  const codes = await codesOfValueSet(ctx, url)
  if (!codes) return undefined
  const found = new Map<string, Set<string>>()
  for (const { system, code } of codes) found.set(system, (found.get(system) ?? new Set()).add(code))
  return found
}
