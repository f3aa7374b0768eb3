import type { Structures } from '../structure.ts'
import { type Condition, condition } from '../validate/invariant.ts'
import type {
  Discriminator,
  ElementConstraint,
  ElementRow,
  ElementTypeRow,
  ProfileDefinition,
} from './definition.ts'

export interface NodeConstraint {
  readonly key: string
  readonly error: boolean
  readonly human: string
  holds(type: string): Condition
}

/** What a profile and the profiles it builds on say of one element or slice. */
export interface ProfileNode {
  /** Name of the element in its parent: `code`, `value[x]`, `valueQuantity`. */
  readonly name: string
  /** URL of the profile that is told in messages. */
  readonly profile: string
  min: number
  max: number
  types: readonly ElementTypeRow[] | undefined
  fixed: unknown
  pattern: unknown
  minValue: unknown
  maxValue: unknown
  maxLength: number | undefined
  valueSet: string | undefined
  modifier: boolean
  discriminators: readonly Discriminator[]
  ordered: boolean
  rules: string
  /** Extension that has to stand where a primitive has no value. */
  valueAlternative: string | undefined
  readonly constraints: NodeConstraint[]
  readonly slices: Map<string, ProfileNode>
  readonly children: Map<string, ProfileNode>
}

export function newNode(name: string, profile: string): ProfileNode {
  return {
    name,
    profile,
    min: 0,
    max: Number.POSITIVE_INFINITY,
    types: undefined,
    fixed: undefined,
    pattern: undefined,
    minValue: undefined,
    maxValue: undefined,
    maxLength: undefined,
    valueSet: undefined,
    modifier: false,
    discriminators: [],
    ordered: false,
    rules: 'open',
    valueAlternative: undefined,
    constraints: [],
    slices: new Map(),
    children: new Map(),
  }
}

/** Adds what an element of a differential (or snapshot) says to its node; the last profile has the last word. */
export function applyRow(
  structures: Structures,
  node: ProfileNode,
  row: ElementRow,
  universal: ReadonlySet<string>,
): void {
  if (row.min !== undefined) node.min = row.min
  if (row.max !== undefined) node.max = row.max === '*' ? Number.POSITIVE_INFINITY : Number(row.max)
  if (row.type) node.types = row.type
  if (row.maxLength !== undefined) node.maxLength = row.maxLength
  if (row.isModifier) node.modifier = true
  if (row.binding?.strength === 'required' && row.binding.valueSet) node.valueSet = row.binding.valueSet
  applyValues(node, row)
  applySlicing(node, row)
  for (const constraint of row.constraint ?? [])
    if (constraint.expression && !universal.has(constraint.key))
      node.constraints.push(ready(structures, constraint))
  node.valueAlternative ??= alternativeOf(row)
}

function applyValues(node: ProfileNode, row: ElementRow): void {
  for (const key of Object.keys(row)) {
    if (key.startsWith('fixed')) node.fixed = row[key]
    else if (key.startsWith('pattern')) node.pattern = row[key]
    else if (key.startsWith('minValue')) node.minValue = row[key]
    else if (key.startsWith('maxValue')) node.maxValue = row[key]
  }
}

function applySlicing(node: ProfileNode, { slicing }: ElementRow): void {
  if (!slicing) return
  if (slicing.discriminator) node.discriminators = slicing.discriminator
  if (slicing.rules) node.rules = slicing.rules
  node.ordered = slicing.ordered ?? node.ordered
}

const alternativeUrl = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition.valueAlternatives'

function alternativeOf(row: ElementRow): string | undefined {
  const found = row.extension?.find((one) => one.url === alternativeUrl)
  const value = found?.['valueCanonical'] ?? found?.['valueUri']
  return typeof value === 'string' ? value : undefined
}

function ready(
  structures: Structures,
  { key, severity, human, expression = '' }: ElementConstraint,
): NodeConstraint {
  const byType = new Map<string, Condition>()
  return {
    key,
    error: severity !== 'warning',
    human: human ?? expression,
    holds(type) {
      const known = byType.get(type) ?? condition(structures, expression, type)
      byType.set(type, known)
      return known
    },
  }
}

/** The rows of a profile, without those that say nothing. */
export function rowsOf(definition: ProfileDefinition): readonly ElementRow[] {
  const differential = definition.differential?.element ?? []
  return differential.length > 0 ? differential : (definition.snapshot?.element ?? [])
}
