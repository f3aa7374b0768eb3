import { compileProfile } from '../profile/compile.ts'
import type { ProfileDefinition } from '../profile/definition.ts'
import type { Owner } from './extension.ts'
import { compileQuick } from './quick/compile.ts'
import { fault, type Json, type Walk } from './walk.ts'

/** What the definition of an extension says: where it may stand, what it holds, whether it changes meaning. */
export function profileOfExtension(
  walk: Walk,
  definition: ProfileDefinition,
  value: Json,
  path: string,
  owner: Owner,
): void {
  const { url } = definition
  if (!isPlace(walk, definition, path, owner)) fault(walk, 'extensionContext', path, { url, place: owner.place })
  const profile = compileProfile(walk.structures, definition, walk.profileOf)
  if (profile.root.modifier !== owner.modifier)
    fault(walk, 'extensionKind', path, { url, should: profile.root.modifier ? 'modifierExtension' : 'extension' })
  walk.ask.conforms(walk, { url }, { value, twin: undefined, type: 'Extension', path }, true)
}

function isPlace(walk: Walk, { context }: ProfileDefinition, path: string, owner: Owner): boolean {
  if (!context || context.length === 0) return true
  const names = namesOf(path, owner)
  return context.some(({ type, expression }) => {
    if (type === 'extension') return owner.inside === expression
    if (type === 'fhirpath') return isSelected(walk, expression, owner)
    return names.has(expression.replace(/\[x\]$/, ''))
  })
}

/** A context by FHIRPath selects elements of the resource; one that cannot be read is not held against the user. */
function isSelected(walk: Walk, expression: string, owner: Owner): boolean {
  const { scope, inValueSet, budget } = walk
  const asked = { resource: scope.resource, rootResource: scope.root, context: scope.resource, inValueSet, budget }
  try {
    const select = compileQuick(walk.structures, expression, String(scope.resource['resourceType']))
    return select === undefined || select(asked, [scope.resource]).includes(owner.value)
  } catch {
    return true
  }
}

/** Everything a context can call the owner. */
function namesOf(path: string, { type, place }: Owner): ReadonlySet<string> {
  const resource = /^[A-Z]\w*$/.test(place) && place === type
  const whole = path
    .replace(/\.(?:modifierE|e)xtension\[\d+\]$/, '')
    .replace(/\[\d+\]/g, '')
    .replace(/^.*\.(?:resource|contained)\./, '')
  const plain = place.replace(/\[x\]$/, '')
  return new Set([
    type,
    plain,
    whole,
    'Element',
    ...(resource ? ['Resource', 'DomainResource', 'CanonicalResource', 'MetadataResource'] : []),
    ...(type.includes('.') ? ['BackboneElement'] : []),
    // Quantities of a special kind are quantities.
    ...(['Age', 'Duration', 'Count', 'Distance', 'Money'].includes(type) ? ['Quantity'] : []),
  ])
}
