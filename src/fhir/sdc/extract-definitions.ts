import type { Extension, Resource } from '@medplum/fhirtypes'
import { cs } from '../systems.ts'
import { evaluate } from './evaluate.ts'
import { formExpression } from './expression.ts'
import { extensionOf, extensionsOf, sdcUrl, valueIn } from './extensions.ts'
import type { Filling } from './filling.ts'
import { eachNode, isAsked, isInStruck, keyOf, type Node } from './nodes.ts'
import { setPath } from './set-path.ts'
import type { Extracted, ExtractionContext } from './types.ts'

type Json = Record<string, unknown>

const definitions = 'http://hl7.org/fhir/StructureDefinition/'

/** valueReference on an extracted resource: the response that says it. */
export const extractedFrom = 'urn:lanong:ext:extracted-from'

/** Resources by definition: one for each place where a group or question says `definitionExtract` and has answers. */
export function extractDefinitions(filling: Filling, context: ExtractionContext): readonly Extracted[] {
  return [...eachNode(filling.roots)].flatMap((node) => {
    if (!isAsked(node) || isInStruck(node)) return []
    return extensionsOf(node.item.raw, sdcUrl.definitionExtract).flatMap((one, at): readonly Extracted[] => {
      const canonical = one.extension?.find(({ url }) => url === 'definition')?.valueCanonical ?? ''
      const type = canonical.replace(definitions, '').split('|')[0] ?? ''
      const resource = resourceOf(filling, node, type, context)
      const key = at === 0 ? `${type}:${keyOf(node)}` : `${type}:${keyOf(node)}#${at}`
      return resource ? [{ key, linkId: node.item.linkId, resource }] : []
    })
  })
}

function resourceOf(filling: Filling, node: Node, type: string, context: ExtractionContext): Resource | undefined {
  const resource: Json = { resourceType: type }
  const said = fillFrom(filling, node, type, resource)
  if (!said) return undefined
  const { subject, encounter, source } = context
  const finished = { ...resource, ...missingFrom(resource, defaults(type, context)) }
  return {
    ...finished,
    extension: [{ url: extractedFrom, valueReference: { reference: source } }],
    ...missingFrom(finished, places(type, subject, encounter)),
  } as unknown as Resource
}

/** Writes the answers of a node and of those below it; whether any answer was written. */
function fillFrom(filling: Filling, node: Node, type: string, resource: Json, at = 0): boolean {
  if (!isAsked(node)) return false
  let said = false
  const path = pathIn(node.item.raw.definition, type)
  for (const [index, answer] of node.answers.entries()) {
    const typed = valueIn(answer, 'value')
    if (path && typed && setPath(resource, path, typed, at + index)) said = true
  }
  for (const nodes of node.children.values())
    for (const [row, below] of nodes.entries()) {
      const isOwn = extensionOf(below.item.raw, sdcUrl.definitionExtract) !== undefined
      if (!isOwn && fillFrom(filling, below, type, resource, row)) said = true
    }
  if (said)
    for (const one of extensionsOf(node.item.raw, sdcUrl.definitionExtractValue))
      setFixed(filling, node, one, type, resource)
  return said
}

/** `http://hl7.org/fhir/StructureDefinition/Condition#Condition.code` to its path, when it is of this type. */
function pathIn(definition: string | undefined, type: string): string | undefined {
  const [, path] = (definition ?? '').split('#')
  return path?.startsWith(`${type}.`) ? path : undefined
}

/** A value that the form itself says, fixed or by an expression. */
function setFixed(filling: Filling, node: Node, one: Extension, type: string, resource: Json): void {
  const part = (url: string) => one.extension?.find((inner) => inner.url === url)
  const path = pathIn(part('definition')?.valueUri, type)
  if (!path) return
  const fixed = part('fixed-value')
  const typed = fixed && valueIn(fixed, 'value')
  if (typed) setPath(resource, path, typed)
  const expression = part('expression')?.valueExpression?.expression
  if (expression === undefined) return
  const compiled = formExpression(expression, 'QuestionnaireResponse.item')
  for (const [at, value] of evaluate(filling.scope, compiled, node).entries())
    setPath(resource, path, { type: typeOf(value), value }, at)
}

const typeOf = (value: unknown): string => {
  if (typeof value === 'boolean') return 'Boolean'
  if (typeof value === 'string') return 'String'
  return typeof value === 'object' && value !== null && 'code' in value ? 'Coding' : 'Decimal'
}

const missingFrom = (resource: Json, more: Json): Json =>
  Object.fromEntries(Object.entries(more).filter(([name, value]) => value !== undefined && !(name in resource)))

const coded = (system: string, code: string) => ({ coding: [{ system, code }] })

/** What R4 demands of a type and a form does not ask: it stands as it is said here and now. */
function defaults(type: string, { author, authored }: ExtractionContext): Json {
  const by = author?.reference ? author : undefined
  const known: Readonly<Record<string, Json>> = {
    Condition: {
      clinicalStatus: coded(cs.conditionClinical, 'active'),
      verificationStatus: coded(cs.conditionVerification, 'confirmed'),
      category: [coded(cs.conditionCategory, 'encounter-diagnosis')],
      recordedDate: authored,
      recorder: by,
    },
    Procedure: { status: 'completed', performedDateTime: undefined, recorder: by },
    MedicationRequest: { status: 'active', intent: 'order', authoredOn: authored, requester: by },
    AllergyIntolerance: {
      clinicalStatus: coded(cs.allergyClinical, 'active'),
      verificationStatus: coded(cs.allergyVerification, 'confirmed'),
      recordedDate: authored,
      recorder: by,
    },
    FamilyMemberHistory: {
      status: 'partial',
      relationship: coded('http://terminology.hl7.org/CodeSystem/v3-RoleCode', 'FAMMEMB'),
      date: authored,
    },
    Observation: { status: 'final', effectiveDateTime: authored, performer: by && [by] },
    Immunization: { status: 'completed', occurrenceDateTime: authored },
  }
  return known[type] ?? {}
}

const byPatient = new Set(['AllergyIntolerance', 'FamilyMemberHistory', 'Immunization'])
const withoutVisit = new Set(['FamilyMemberHistory'])

function places(type: string, subject: string, encounter: string | undefined): Json {
  return {
    [byPatient.has(type) ? 'patient' : 'subject']: { reference: subject },
    ...(encounter && !withoutVisit.has(type) ? { encounter: { reference: encounter } } : {}),
  }
}
