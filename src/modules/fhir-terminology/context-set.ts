import { readFileSync } from 'node:fs'
import type { Parameters, StructureDefinition } from '@medplum/fhirtypes'
import type { ProfileDefinition } from '#fhir/profile/definition.ts'
import { type Bindings, bindingOfProfile, bindingOfType, stepsBelow } from '#fhir/terminology/binding.ts'
import { failures } from '#fhir/terminology/issues.ts'
import { Inputs } from '#fhir/terminology/parameters.ts'
import type { Context } from '#platform/context.ts'
import { structures } from '#store/definitions.ts'
import { searchResources } from '#store/search.ts'

const file = new URL('../../../data/fhir/r4/bindings.json', import.meta.url)
const base = 'http://hl7.org/fhir/StructureDefinition/'
/** Profiles stand on profiles; a longer chain is not followed. */
const mostBases = 20
const directions = new Set(['incoming', 'outgoing'])

let bindings: Bindings | undefined

/**
 * A value set that is named by the element it is bound to: `context` of $expand and $validate-code, written
 * `<URL of a StructureDefinition>#<name or path>`. What is sent and what is received have the same binding here.
 */
export async function withContextSet(ctx: Context, parameters: Parameters): Promise<Parameters> {
  const inputs = new Inputs(parameters)
  const direction = inputs.text('contextDirection')
  if (direction !== undefined && !directions.has(direction))
    throw failures.invalid(`contextDirection must be incoming or outgoing, not '${direction.slice(0, 60)}'`)
  const context = inputs.text('context')
  if (context === undefined || inputs.text('url') !== undefined || inputs.find('valueSet')) return parameters
  const url = await valueSetAt(ctx, context)
  if (url === undefined) throw failures.notFound(`The context '${context.slice(0, 200)}' is bound to no value set`)
  return { ...parameters, parameter: [...(parameters.parameter ?? []), { name: 'url', valueUri: url }] }
}

interface Place {
  readonly definition: string
  readonly path: string
}

/** `<URL>#<path>`, a URL alone, or a path alone, which begins with its type. */
function placeOf(context: string): Place {
  const [address = '', path = ''] = context.split('#', 2)
  if (context.includes('#') || address.includes(':')) return { definition: address, path }
  return { definition: `${base}${address.split('.', 1)[0]}`, path: address }
}

async function valueSetAt(ctx: Context, context: string): Promise<string | undefined> {
  const { definition: first, path } = placeOf(context)
  let definition: string | undefined = first
  for (let step = 0; step < mostBases && definition !== undefined; step++) {
    const type: string = definition.startsWith(base) ? definition.slice(base.length) : ''
    if (structures.type(type)) return ofType(type, path)
    const profile: ProfileDefinition | undefined =
      structures.profile(definition) ?? (await storedProfile(ctx, definition))
    const found = profile && bindingOfProfile(profile, stepsBelow(profile.type, path || usualPath(profile)))
    if (found !== undefined) return found
    definition = profile?.baseDefinition
  }
  return undefined
}

/** An extension without a path means its value. */
const usualPath = (profile: ProfileDefinition) => (profile.type === 'Extension' ? 'value[x]' : '')

function ofType(type: string, path: string): string | undefined {
  bindings ??= JSON.parse(readFileSync(file, 'utf8')) as Bindings
  return bindingOfType({ structures, bindings }, type, stepsBelow(type, path))
}

async function storedProfile(ctx: Context, canonical: string): Promise<ProfileDefinition | undefined> {
  const [url = '', version] = canonical.split('|', 2)
  const escaped = (text: string) => text.replace(/[\\,$|]/g, '\\$&')
  const [found] = await searchResources<StructureDefinition>(ctx, 'StructureDefinition', {
    url: escaped(url),
    ...(version === undefined ? {} : { version: escaped(version) }),
    _count: '1',
    _sort: '-_lastUpdated',
  })
  return found as unknown as ProfileDefinition | undefined
}
