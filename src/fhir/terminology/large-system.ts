import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes'
import type { Steps } from '#kernel/steps.ts'

/** Code systems with more concepts than this are worked on piece by piece, and their concepts live in rows. */
export const mostWhole = 2000
const pieceSize = 250

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const innerOf = (one: unknown): readonly unknown[] =>
  isObject(one) && Array.isArray(one['concept']) ? one['concept'] : []

/** Whether a resource, perhaps not checked yet, is a code system of many concepts. */
export function isLargeSystem(resource: unknown): resource is CodeSystem {
  if (!isObject(resource) || resource['resourceType'] !== 'CodeSystem') return false
  const waiting = [innerOf(resource)]
  let count = 0
  for (let list = waiting.pop(); list; list = waiting.pop()) {
    count += list.length
    if (count > mostWhole) return true
    for (const one of list) if (innerOf(one).length > 0) waiting.push(innerOf(one))
  }
  return false
}

/** A part of a large code system: some of its concepts, side by side, the first with the whole head. */
export interface Piece {
  readonly resource: CodeSystem
  /** Where each concept stands in the whole: `CodeSystem.concept[3].concept[0]`. */
  readonly paths: readonly string[]
}

export function* piecesOf(system: CodeSystem): Generator<Piece> {
  let head: CodeSystem = system
  let concept: CodeSystemConcept[] = []
  let paths: string[] = []
  for (const [one, path] of nodesOf(innerOf(system), 'CodeSystem.concept')) {
    concept.push(one as CodeSystemConcept)
    paths.push(path)
    if (concept.length < pieceSize) continue
    yield { resource: { ...head, concept }, paths }
    head = slimHead(system)
    concept = []
    paths = []
  }
  if (concept.length > 0) yield { resource: { ...head, concept }, paths }
}

/** What the rules of concepts look at in the head. */
function slimHead(system: CodeSystem): CodeSystem {
  const { resourceType, id, meta, url, status, content, supplements, property, contained } = system
  const given = {
    resourceType,
    id,
    meta,
    url,
    status,
    content,
    supplements,
    property,
    contained: stubsOf(contained),
  }
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as unknown as CodeSystem
}

const stubsOf = (contained: unknown) =>
  Array.isArray(contained)
    ? contained.filter(isObject).map(({ resourceType, id }) => ({ resourceType, id }))
    : undefined

/** Values of the head and of the concepts of one piece, each of which is worked on without a pause. */
const mostInHead = 50_000
const mostInPiece = 50_000

/** The part of it that would hold others up by itself, as a path; undefined when there is none. Pauses between the pieces. */
export function* tooLongPart(system: CodeSystem): Steps<string | undefined> {
  const { concept: _concept, ...head } = system
  if (countValues(head, mostInHead) > mostInHead) return 'CodeSystem'
  for (const { resource, paths } of piecesOf(system)) {
    if (countValues(resource.concept, mostInPiece) > mostInPiece) return paths[0]
    yield
  }
  return undefined
}

/** Stops soon after `most`. */
function countValues(value: unknown, most: number): number {
  let count = 0
  const waiting = [value]
  while (waiting.length > 0 && count <= most) {
    const one = waiting.pop()
    count++
    if (typeof one === 'object' && one !== null) for (const inner of Object.values(one)) waiting.push(inner)
  }
  return count
}

/** All concepts without those inside them, in the order of the document. */
function* nodesOf(list: readonly unknown[], path: string): Generator<readonly [one: unknown, path: string]> {
  for (const [at, one] of list.entries()) {
    const here = `${path}[${at}]`
    const inner = innerOf(one)
    if (inner.length === 0) yield [one, here]
    else {
      const { concept: _inner, ...rest } = one as Json
      yield [rest, here]
      yield* nodesOf(inner, `${here}.concept`)
    }
  }
}

/** The JSON of a large code system in parts, order of members and digits of numbers kept. */
export function* jsonOf(system: object): Generator<string> {
  let before = '{'
  for (const [key, value] of Object.entries(system)) {
    if (value === undefined) continue
    yield `${before}${JSON.stringify(key)}:`
    before = ','
    if (key === 'concept' && Array.isArray(value)) yield* jsonOfList(value)
    else yield JSON.stringify(value)
  }
  yield before === '{' ? '{}' : '}'
}

function* jsonOfList(list: readonly unknown[]): Generator<string> {
  let before = '['
  for (const one of list) {
    yield before
    before = ','
    if (innerOf(one).length > 0) yield* jsonOf(one as object)
    else yield JSON.stringify(one)
  }
  yield before === '[' ? '[]' : ']'
}
