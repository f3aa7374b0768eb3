import { globSync } from 'node:fs'
import { canonicalJson, parseJson } from '#fhir/json.ts'
import { validateResource } from '#fhir/validate.ts'
import { structures } from '#store/definitions.ts'
import { sharedData, sharedLines } from './conformance.ts'

export interface Example {
  readonly id: string
  readonly type: string
  /** Its id as a resource. */
  readonly name: string
  readonly resource: Record<string, unknown>
}

/** Every official example, in the order of the files. */
export function readExamples(): readonly Example[] {
  const found: Example[] = []
  for (const file of globSync('examples/**/*.ndjson', { cwd: sharedData }).sort())
    for (const [at, line] of sharedLines(file).entries()) {
      const resource = parseJson(line) as Record<string, unknown>
      const type = String(resource['resourceType'])
      found.push({ id: `${file}#${at + 1}`, type, name: String(resource['id'] ?? `example-${at + 1}`), resource })
    }
  return found
}

/**
 * What has to be stored before the examples can be: all that they refer to, and what those refer to. A target that is
 * not among the examples, or not valid, is a copy of the shortest example of its type.
 */
export function targetsOf(examples: readonly Example[]): readonly Example[] {
  const known = new Map(examples.map((one) => [`${one.type}/${one.name}`, one]))
  const shortest = new Map<string, Example>()
  for (const one of examples) {
    if (!isValid(one)) continue
    const other = shortest.get(one.type)
    if (!other || sizeOf(one) < sizeOf(other)) shortest.set(one.type, one)
  }
  const found = new Map<string, Example>()
  const visit = (one: Example) => {
    for (const key of referencesOf(one)) {
      const [type = '', name = ''] = key.split('/')
      const model = shortest.get(type)
      const own = known.get(key)
      const copy = model && { ...model, name, resource: { ...model.resource, id: name } }
      const target = own && isValid(own) ? own : copy
      if (!target || found.has(key)) continue
      found.set(key, target)
      visit(target)
    }
  }
  examples.forEach(visit)
  return [...found.values()]
}

const isValid = ({ resource }: Example): boolean => validateResource(structures, resource).issues.length === 0
const reference = /"reference":"([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^"]*)?"/g
/** References inside a Bundle or Parameters belong to their own world. */
const referencesOf = ({ type, resource }: Example): readonly string[] =>
  type === 'Bundle' || type === 'Parameters'
    ? []
    : [...canonicalJson(resource).matchAll(reference)].map(([, key = '']) => key)
const sizeOf = ({ resource }: Example): number => canonicalJson(resource).length
