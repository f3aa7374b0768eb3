import type { CodeableConcept, Coding, Observation, QuestionnaireResponse } from '@medplum/fhirtypes'
import type { Form } from './compile-form.ts'
import { extensionOf, extensionsOf, extensionValue, factSystem, sdcUrl, valueIn } from './extensions.ts'
import { extractDefinitions } from './extract-definitions.ts'
import { Filling } from './filling.ts'
import { eachNode, isAsked, isInStruck, keyOf, type Node } from './nodes.ts'
import type { Answer, Extracted, ExtractionContext, FormItem } from './types.ts'

/**
 * What a response says to the chart: observations by the codes of its questions, other resources by definition.
 * @see http://hl7.org/fhir/uv/sdc/extraction.html
 */
export function extract(
  form: Form,
  response: QuestionnaireResponse,
  context: ExtractionContext,
): readonly Extracted[] {
  const filling = new Filling(form, response, context.environment, { frozen: true })
  return [...observations(filling, context), ...extractDefinitions(filling, context)]
}

function observations(filling: Filling, context: ExtractionContext): readonly Extracted[] {
  return [...eachNode(filling.roots)].flatMap((node) => {
    if (!isExtracted(node.item) || !isAsked(node) || isInStruck(node)) return []
    if (node.item.type === 'group') return panel(node, context)
    const codes = (node.item.raw.code ?? []).filter(hasMeaning)
    return node.answers.flatMap((answer, at): Extracted[] => {
      const value = observedValue(node.item, answer)
      if (codes.length === 0 || !value || isFromChart(answer)) return []
      const key = at === 0 ? keyOf(node) : `${keyOf(node)}#${at}`
      return [{ key, linkId: node.item.linkId, resource: observation(node, codes, value, context) }]
    })
  })
}

/**
 * One observation of a group of components: 85354-9 with both pressures. Groups that are no panel tell nothing.
 * @see http://hl7.org/fhir/uv/sdc/extraction.html#observation-based-extraction
 */
function panel(node: Node, context: ExtractionContext): readonly Extracted[] {
  const codes = (node.item.raw.code ?? []).filter(({ system }) => system !== factSystem)
  const parts = [...node.children.values()].flat().filter((one) => isComponent(one.item) && isAsked(one))
  const answered = parts.flatMap((one) => {
    const [answer] = one.answers
    const value = answer && observedValue(one.item, answer)
    return answer && value ? [{ one, answer, value }] : []
  })
  if (codes.length === 0 || answered.every(({ answer }) => isFromChart(answer))) return []
  const component = answered.map(({ one, value }) => ({ code: codeOf(one), ...value }))
  return [
    {
      key: keyOf(node),
      linkId: node.item.linkId,
      resource: { ...observation(node, codes, {}, context), component } as Observation,
    },
  ]
}

const isComponent = ({ raw }: FormItem) => extensionValue(raw, sdcUrl.observationExtract) === 'component'

function codeOf({ item: { raw } }: Node): CodeableConcept {
  const coding = (raw.code ?? []).filter(({ system }) => system !== factSystem)
  return { ...(coding.length > 0 ? { coding } : {}), ...(raw.text ? { text: raw.text } : {}) }
}

/** An answer that was taken from an observation says nothing new. */
const isFromChart = (answer: Answer): boolean =>
  extensionOf(answer, sdcUrl.filledFrom)?.valueReference?.reference?.startsWith('Observation/') === true

/** A fact code is a code of ours for an observation where no other was found. */
const hasMeaning = ({ system, code }: Coding) => system !== undefined && code !== undefined

/** On the item or on a group around it; `false` on the item turns it off. A group says it for itself only by itself. */
function isExtracted(item: FormItem): boolean {
  if (isComponent(item)) return false
  if (item.type === 'group') return extensionValue(item.raw, sdcUrl.observationExtract) === true
  for (let at: FormItem | undefined = item; at; at = at.parent) {
    const said = extensionValue(at.raw, sdcUrl.observationExtract)
    if (typeof said === 'boolean') return said
  }
  return false
}

function categoriesOf(item: FormItem): readonly CodeableConcept[] {
  for (let at: FormItem | undefined = item; at; at = at.parent) {
    const found = extensionsOf(at.raw, sdcUrl.observationCategory).flatMap((one) => one.valueCodeableConcept ?? [])
    if (found.length > 0) return found
  }
  return []
}

type ObservedValue = Partial<
  Pick<
    Observation,
    | 'valueQuantity'
    | 'valueString'
    | 'valueBoolean'
    | 'valueInteger'
    | 'valueDateTime'
    | 'valueTime'
    | 'valueCodeableConcept'
  >
>

const observedAs: Readonly<Record<string, (value: unknown, item: FormItem) => ObservedValue | undefined>> = {
  Boolean: (value) => ({ valueBoolean: value as boolean }),
  Integer: (value, item) => numeric(value, item) ?? { valueInteger: value as number },
  Decimal: (value, item) => numeric(value, item) ?? { valueQuantity: { value: value as number } },
  Quantity: (value) => ({ valueQuantity: value as ObservedValue['valueQuantity'] & object }),
  String: (value) => ({ valueString: value as string }),
  Date: (value) => ({ valueDateTime: value as string }),
  DateTime: (value) => ({ valueDateTime: value as string }),
  Time: (value) => ({ valueTime: value as string }),
  Coding: (value) => conceptOf(value as Coding),
}

function observedValue(item: FormItem, answer: Answer): ObservedValue | undefined {
  const found = valueIn(answer, 'value')
  return found && observedAs[found.type]?.(found.value, item)
}

/** A number with the unit of its question. */
function numeric(value: unknown, { raw }: FormItem): ObservedValue | undefined {
  const unit = extensionOf(raw, sdcUrl.unit)?.valueCoding
  if (!unit) return undefined
  const { system, code, display } = unit
  return {
    valueQuantity: {
      value: value as number,
      ...(display || code ? { unit: display ?? code } : {}),
      ...(system && code ? { system, code } : {}),
    },
  }
}

/** Options of a form have codes without a system: their text is what counts. */
function conceptOf({ system, code, display }: Coding): ObservedValue {
  const text = display ?? code
  const coding = system && code ? { coding: [{ system, code, ...(display ? { display } : {}) }] } : {}
  return { valueCodeableConcept: { ...coding, ...(text ? { text } : {}) } }
}

function observation(
  node: Node,
  codes: readonly Coding[],
  value: ObservedValue,
  { subject, encounter, author, authored, source }: ExtractionContext,
): Observation {
  const category = categoriesOf(node.item)
  const coded = codes.filter(({ system }) => system !== factSystem)
  const { text } = node.item.raw
  return {
    resourceType: 'Observation',
    status: 'final',
    ...(category.length > 0 ? { category: [...category] } : {}),
    code: { coding: [...(coded.length > 0 ? coded : codes)], ...(text ? { text } : {}) },
    subject: { reference: subject },
    ...(encounter ? { encounter: { reference: encounter } } : {}),
    effectiveDateTime: authored,
    ...(author?.reference ? { performer: [author] } : {}),
    ...value,
    derivedFrom: [{ reference: source }],
  }
}
