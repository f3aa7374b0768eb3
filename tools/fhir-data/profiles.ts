import type { Definition, Element } from './definition.ts'

const dropped = new Set([
  'short',
  'definition',
  'comment',
  'requirements',
  'alias',
  'mapping',
  'base',
  'example',
  'isSummary',
  'isModifierReason',
  'label',
  'code',
  'meaningWhenMissing',
  'orderMeaning',
  'representation',
  'mustSupport',
])

/** What an element demands, without the words around it. */
function demands(element: Element): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(element)) if (!dropped.has(key)) kept[key] = value
  const { binding, constraint } = element
  if (binding?.strength === 'required' || binding?.strength === 'extensible')
    kept['binding'] = { strength: binding.strength, valueSet: binding.valueSet }
  else delete kept['binding']
  if (constraint)
    kept['constraint'] = constraint
      .filter((one) => one.expression && !['ele-1', 'ext-1'].includes(one.key))
      .map(({ key, severity, human, expression }) => ({ key, severity, human, expression }))
  return kept
}

/** Extensions that HL7's own R4 examples use outside the places named in R4; later versions name them. */
const widened = new Set([
  'http://hl7.org/fhir/StructureDefinition/structuredefinition-normative-version',
  'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type',
])

/** A profile or an extension as a StructureDefinition that has only what validation needs. */
export function compactProfile(definition: Definition): Record<string, unknown> {
  const { url, type, kind, derivation, baseDefinition, context } = definition
  return {
    resourceType: 'StructureDefinition',
    url,
    type,
    kind,
    derivation,
    baseDefinition,
    ...(context && !widened.has(url)
      ? { context: context.map(({ type: of, expression }) => ({ type: of, expression })) }
      : {}),
    differential: { element: (definition.differential?.element ?? []).map(demands) },
  }
}

/** Constraints of the published types: of a type or part under its path, of one element under its own path. */
export function constraintsOf(definitions: readonly Definition[]): Record<string, unknown[]> {
  const found: Record<string, unknown[]> = {}
  const universal = new Set([
    'ele-1',
    'ext-1',
    'dom-2',
    'dom-3',
    'dom-4',
    'dom-5',
    'dom-6',
    'dom-r4b',
    'txt-1',
    'txt-2',
  ])
  for (const definition of definitions)
    for (const element of definition.snapshot?.element ?? []) {
      const own = (element.constraint ?? []).filter(
        (one) => one.expression && !universal.has(one.key) && !inherited(definition, one.source),
      )
      const rows = own.map(({ key, severity, expression, human }) => [
        key,
        severity === 'error' ? 1 : 0,
        expression,
        human,
      ])
      if (element.type?.some((type) => type.profile?.some((url) => url.endsWith('/SimpleQuantity'))))
        rows.push(['sqty-1', 1, 'comparator.empty()', 'The comparator is not used on a SimpleQuantity'])
      if (rows.length > 0) found[element.path] = rows
    }
  return found
}

const inherited = (definition: Definition, source: string | undefined) =>
  source !== undefined && source !== definition.url && !source.endsWith(`/${definition.type}`)
