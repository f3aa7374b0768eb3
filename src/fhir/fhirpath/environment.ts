import { resolverName } from './functions.ts'
import { toEngine } from './values.ts'

/** Gives the target of a reference, or undefined. */
export type Resolver = (reference: string) => unknown

const valueSets = 'http://hl7.org/fhir/ValueSet/'
const extensions = 'http://hl7.org/fhir/StructureDefinition/'

/**
 * The variables of an evaluation: those given, the resource itself, and the short names of HL7's value sets and
 * extensions (`%vs-name`, `%ext-name`).
 * @see http://hl7.org/fhir/R4/fhirpath.html#variables
 */
export function environmentOf(
  resource: unknown,
  given: Readonly<Record<string, unknown>>,
  resolver: Resolver | undefined,
): Record<string, unknown> {
  const known: Record<string, unknown> = Object.assign(Object.create(null), {
    sct: 'http://snomed.info/sct',
    loinc: 'http://loinc.org',
    resource,
    rootResource: resource,
  })
  for (const [name, value] of Object.entries(given)) known[name] = toEngine(value)
  if (resolver) known[resolverName] = (reference: string) => toEngine(resolver(reference))
  return new Proxy(known, { has: (target, name) => name in target || named(name) !== undefined, get })
}

const get = (target: Record<string, unknown>, name: string | symbol) =>
  typeof name === 'string' && name in target ? target[name] : named(name)

function named(name: string | symbol): string | undefined {
  if (typeof name !== 'string') return undefined
  if (name.startsWith('vs-')) return valueSets + name.slice(3)
  return name.startsWith('ext-') ? extensions + name.slice(4) : undefined
}
