import { codesIn } from '../validate/codes-in.ts'
import { resolveReference, typeNamed } from '../validate/resolve.ts'
import { isObject, type Walk } from '../validate/walk.ts'
import { compileProfile } from './compile.ts'
import type { Discriminator } from './definition.ts'
import { type Instance, instancesOf } from './instance.ts'
import { fitsPattern, isFixed } from './match.ts'
import { nodeById, type ProfileRef, refsOf } from './profile-ref.ts'
import type { ProfileNode } from './tree.ts'

/** Steps of a discriminator's path: `code.coding`, `resolve().code`, `extension('url').value`, `ofType(Quantity)`. */
type Step = { readonly is: 'child' | 'extension' | 'ofType'; readonly name: string } | { readonly is: 'resolve' }

const mostPaths = 1000
const read = new Map<string, readonly Step[]>()

function stepsOf(path: string): readonly Step[] {
  const known = read.get(path)
  if (known) return known
  const made = readSteps(path)
  if (read.size >= mostPaths) read.clear()
  read.set(path, made)
  return made
}

function readSteps(path: string): readonly Step[] {
  const steps: Step[] = []
  for (const [, word = '', argument] of path.matchAll(/([A-Za-z$[\]]+)(?:\(\s*'?([^')]*)'?\s*\))?\.?/g)) {
    if (word === '$this') continue
    if (word === 'resolve') steps.push({ is: 'resolve' })
    else if (word === 'extension' && argument) steps.push({ is: 'extension', name: argument })
    else if (word === 'ofType') steps.push({ is: 'ofType', name: argument ?? '' })
    else steps.push({ is: 'child', name: word })
  }
  return steps
}

/** Whether a value belongs to a slice by all discriminators. */
export function belongs(
  walk: Walk,
  slice: ProfileNode,
  discriminators: readonly Discriminator[],
  one: Instance,
): boolean {
  return discriminators.every((discriminator) => {
    const steps = stepsOf(discriminator.path)
    switch (discriminator.type) {
      case 'exists':
        return fitsExistence(walk, slice, steps, one)
      case 'type':
        return fitsType(walk, slice, steps, one)
      case 'profile':
        return fitsProfile(walk, slice, steps, one)
      default:
        return fitsValue(walk, slice, steps, one)
    }
  })
}

/** Nodes at a step below others, slices included; a node typed by a profile has that profile's children. */
function nodesAt(walk: Walk, nodes: readonly ProfileNode[], step: Step): readonly ProfileNode[] {
  if (step.is === 'ofType' || step.is === 'resolve') return nodes
  return nodes.flatMap((node) => {
    const own = childNodes(node, step)
    if (own.length > 0) return own
    return refsOf(node.types ?? []).flatMap((ref) => {
      const found = nodeOf(walk, ref)
      return found ? childNodes(found, step) : []
    })
  })
}

function nodeOf(walk: Walk, { url, element }: ProfileRef): ProfileNode | undefined {
  const definition = walk.profileOf(url)
  const root = definition && compileProfile(walk.structures, definition, walk.profileOf).root
  return root && element !== undefined ? nodeById(root, element) : root
}

const slicesIn = (node: ProfileNode | undefined): readonly ProfileNode[] =>
  [...(node?.slices.values() ?? [])].flatMap((slice) => [slice, ...slicesIn(slice)])

function childNodes(node: ProfileNode, step: Step): readonly ProfileNode[] {
  if (step.is === 'extension') {
    return slicesIn(node.children.get('extension')).filter((slice) => profilesOf(slice).includes(step.name))
  }
  const name = step.is === 'child' ? step.name : ''
  return [...node.children]
    .filter(([key]) => key === name || key === `${name}[x]` || isTyped(key, name))
    .flatMap(([, child]) => [child, ...child.slices.values()])
}

const isTyped = (key: string, name: string) => key.startsWith(name) && /^[A-Z]/.test(key.slice(name.length))
export const profilesOf = (node: ProfileNode): readonly string[] =>
  node.types?.flatMap((type) => type.profile ?? []) ?? []

function valuesAt(walk: Walk, all: readonly Instance[], step: Step): readonly Instance[] {
  return all.flatMap((one) => {
    if (step.is === 'ofType') return one.type === step.name ? [one] : []
    if (step.is === 'extension')
      return instancesOf(walk.structures, one.value, one.type, 'extension', one.path).filter(
        ({ value }) => isObject(value) && value['url'] === step.name,
      )
    if (step.is === 'child') return instancesOf(walk.structures, one.value, one.type, step.name, one.path)
    const found = resolveReference(walk, one.value)
    return found ? [{ value: found, twin: undefined, type: String(found['resourceType']), path: one.path }] : []
  })
}

/** What is fixed on the way to the path must be there; the fixed values may stand above its end. */
function fitsValue(walk: Walk, slice: ProfileNode, steps: readonly Step[], one: Instance): boolean {
  let nodes: readonly ProfileNode[] = [slice]
  let values: readonly Instance[] = [one]
  let decided = false
  for (let at = 0; at <= steps.length; at++) {
    const demanding = nodes.filter(demands)
    if (demanding.length > 0) {
      decided = true
      if (!demanding.every((node) => values.some(({ value }) => meets(walk, node, value)))) return false
    }
    const step = steps[at]
    if (!step) break
    const urls = step.is === 'child' && step.name === 'url' ? nodes.flatMap(profilesOf) : []
    nodes = nodesAt(walk, nodes, step)
    values = valuesAt(walk, values, step)
    if (urls.length > 0 && nodes.every((node) => !demands(node)))
      return values.some(({ value }) => urls.some((url) => url.split('|', 1)[0] === value))
  }
  return decided
}

const demands = (node: ProfileNode) =>
  node.fixed !== undefined || node.pattern !== undefined || node.valueSet !== undefined

function meets(walk: Walk, node: ProfileNode, value: unknown): boolean {
  if (node.fixed !== undefined) return isFixed(value, node.fixed)
  if (node.pattern !== undefined) return fitsPattern(value, node.pattern)
  return codesIn(value).some(([system, code]) => walk.inValueSet(node.valueSet ?? '', system, code) !== false)
}

function fitsExistence(walk: Walk, slice: ProfileNode, steps: readonly Step[], one: Instance): boolean {
  let nodes: readonly ProfileNode[] = [slice]
  let values: readonly Instance[] = [one]
  for (const step of steps) {
    nodes = nodesAt(walk, nodes, step)
    values = valuesAt(walk, values, step)
  }
  const wanted = nodes.some((node) => node.min > 0)
  const refused = nodes.some((node) => node.max === 0)
  return wanted ? values.length > 0 : refused ? values.length === 0 : true
}

function fitsType(walk: Walk, slice: ProfileNode, steps: readonly Step[], one: Instance): boolean {
  let nodes: readonly ProfileNode[] = [slice]
  let values: readonly Instance[] = [one]
  let resolved = false
  for (const step of steps) {
    resolved ||= step.is === 'resolve'
    nodes = nodesAt(walk, nodes, step)
    if (step.is !== 'resolve') values = valuesAt(walk, values, step)
  }
  const types = nodes.flatMap((node) => node.types ?? [])
  if (!resolved) return values.some(({ type }) => types.some(({ code }) => code === type))
  const targets = types.flatMap((type) => type.targetProfile ?? [])
  return values.some(({ value }) => {
    const type = typeNamed(walk, value)
    return type !== undefined && targets.some((url) => typeOfProfile(walk, url) === type)
  })
}

/** The type that a canonical of a type or profile is about. */
export function typeOfProfile(walk: Walk, url: string): string | undefined {
  const name = url.split('|', 1)[0]?.split('/').at(-1) ?? ''
  const published = url.startsWith('http://hl7.org/fhir/StructureDefinition/') && walk.structures.type(name)
  return published ? name : walk.profileOf(url)?.type
}

function fitsProfile(walk: Walk, slice: ProfileNode, steps: readonly Step[], one: Instance): boolean {
  let nodes: readonly ProfileNode[] = [slice]
  let values: readonly Instance[] = [one]
  let resolved = false
  for (const step of steps) {
    resolved ||= step.is === 'resolve'
    nodes = nodesAt(walk, nodes, step)
    values = valuesAt(walk, values, step)
  }
  const types = nodes.flatMap((node) => node.types ?? [])
  const refs = resolved
    ? types.flatMap((type) => (type.targetProfile ?? []).map((url) => ({ url })))
    : refsOf(types)
  return values.some((value) => refs.some((ref) => walk.ask.conforms(walk, ref, value)))
}
