import type { CodeSystem } from '@medplum/fhirtypes'
import type { SearchIndex } from '#fhir/search/index-resource.ts'
import { jsonOf, piecesOf, tooLongPart } from '#fhir/terminology/large-system.ts'
import { type Issue, issue } from '#fhir/validate/issue.ts'
import type { ReferenceSite, Validated } from '#fhir/validate.ts'
import { finishInTurns } from '#kernel/steps.ts'
import { pause } from '#platform/pause.ts'
import { structures } from './definitions.ts'

/** Code systems of many concepts are checked, written and indexed in steps between which others are answered. */

const stepCharacters = 256 * 1024
const unique = 'csd-1'

/** Checks a large code system piece by piece; what pieces cannot tell, that no code occurs twice, is told here. */
export async function validatePieces(
  system: CodeSystem,
  validate: (piece: CodeSystem) => Promise<Validated>,
): Promise<Validated> {
  const tooLong = await finishInTurns(tooLongPart(system))
  if (tooLong !== undefined)
    return { issues: [issue('tooManyValues', tooLong)], references: [], holdsBase64: false }
  const issues: Issue[] = []
  const references: ReferenceSite[] = []
  const codes = new Set<unknown>()
  let repeated = false
  let holdsBase64 = false
  let isFirst = true
  for (const { resource, paths } of piecesOf(system)) {
    const found = await validate(resource)
    for (const one of resource.concept ?? []) {
      repeated ||= codes.has(one?.code)
      codes.add(one?.code)
    }
    const place = placing(paths, isFirst)
    // A contained resource may be referred to from another piece.
    issues.push(...found.issues.filter((one) => one.kind !== 'containedUnused').flatMap(place))
    references.push(...found.references.flatMap(place))
    holdsBase64 ||= found.holdsBase64
    isFirst = false
    await pause()
  }
  if (repeated && !issues.some((one) => one.values['key'] === unique)) issues.push(repeatedCode())
  return { issues, references, holdsBase64 }
}

/** Gives what was found in a piece its place in the whole; what is found in every head is told once. */
function placing(paths: readonly string[], isFirst: boolean) {
  return <T extends { readonly path: string }>(one: T): readonly T[] => {
    const [inPiece, at] = /^CodeSystem\.concept\[(\d+)\]/.exec(one.path) ?? []
    if (inPiece === undefined) return isFirst ? [one] : []
    return [{ ...one, path: `${paths[Number(at)]}${one.path.slice(inPiece.length)}` }]
  }
}

function repeatedCode(): Issue {
  const human = structures.invariants('CodeSystem').find(([key]) => key === unique)?.[3] ?? ''
  return issue('invariant', 'CodeSystem', { key: unique, human })
}

export async function contentInSteps(system: object): Promise<Buffer> {
  const parts: string[] = []
  let length = 0
  for (const part of jsonOf(system)) {
    parts.push(part)
    length += part.length
    if (length < stepCharacters) continue
    length = 0
    await pause()
  }
  return Buffer.from(parts.join(''), 'utf8')
}

/** The index of the head with the tokens of all concepts: they have nothing else by which a code system is found. */
export async function indexInSteps(
  system: CodeSystem,
  index: (resource: unknown) => SearchIndex,
): Promise<SearchIndex> {
  const { concept: _concept, ...head } = system
  const whole = index(head)
  for (const { resource } of piecesOf(system)) {
    const { resourceType, concept = [] } = resource
    for (const token of index({ resourceType, concept }).toks) whole.toks.add(token)
    await pause()
  }
  return whole
}
