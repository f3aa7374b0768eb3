import type { ElementTypeRow } from './definition.ts'
import type { ProfileNode } from './tree.ts'

/** A profile, or one element of it, that a value has to fit. */
export interface ProfileRef {
  readonly url: string
  /** Id of the element; the whole profile when it is not told. */
  readonly element?: string
}

const elementUrl = 'http://hl7.org/fhir/StructureDefinition/elementdefinition-profile-element'

export function refsOf(types: readonly ElementTypeRow[]): readonly ProfileRef[] {
  return types.flatMap((type) =>
    (type.profile ?? []).map((url, at) => {
      const told = type._profile?.[at]?.extension?.find((one) => one.url === elementUrl)
      const element = told?.['valueString'] ?? told?.['valueUri']
      return typeof element === 'string' ? { url, element } : { url }
    }),
  )
}

/** The node of an element by its id, in the tree of its profile. */
export function nodeById(root: ProfileNode, id: string): ProfileNode | undefined {
  let node: ProfileNode | undefined = root
  for (const segment of id.split('.').slice(1)) {
    const [name = '', slice] = segment.split(':')
    node = node?.children.get(name)
    if (slice !== undefined) node = node?.slices.get(slice)
  }
  return node
}
