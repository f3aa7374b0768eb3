import type { Coding, Questionnaire, QuestionnaireItem, QuestionnaireItemEnableWhen } from '@medplum/fhirtypes'
import { extensionOf, extensionsOf, itemControls, sdcUrl as url } from '#fhir/sdc/extensions.ts'
import { rowSigners } from '#fhir/sdc/row-marks.ts'
import { type FormOption, optionsOf } from './options.ts'
import { type Words, wordsOf } from './words.ts'

export type ItemKind = NonNullable<QuestionnaireItem['type']>

export interface Unit {
  readonly system?: string
  readonly code?: string
  readonly display: string
}

/** One item of a form, read once: what a screen has to know to show it and to tell whether it is answered. */
export interface ScreenItem {
  readonly linkId: string
  readonly kind: ItemKind
  readonly words: Words
  /** The number that the paper prints. */
  readonly prefix: string | undefined
  readonly required: boolean
  readonly repeats: boolean
  readonly readOnly: boolean
  readonly hidden: boolean
  /** Worked out from other answers while one writes. */
  readonly derived: boolean
  readonly control: string | undefined
  readonly unit: Unit | undefined
  readonly options: readonly FormOption[]
  readonly valueSet: string | undefined
  readonly maxLength: number | undefined
  readonly low: number | undefined
  readonly high: number | undefined
  readonly decimals: number | undefined
  readonly minRows: number
  readonly maxRows: number | undefined
  readonly format: string | undefined
  readonly help: Words | undefined
  /** Kind of drawing: eye-front, teeth, … */
  readonly drawing: string | undefined
  readonly print: ReadonlySet<string>
  /** Roles whose holders sign each row of the group. */
  readonly signedBy: readonly string[]
  readonly when: readonly QuestionnaireItemEnableWhen[]
  readonly whenAny: boolean
  readonly children: readonly ScreenItem[]
  /** Groups whose rows repeat, from the outside in, in which this item stands. */
  readonly within: readonly string[]
}

export interface FormModel {
  readonly url: string
  readonly items: readonly ScreenItem[]
  readonly byLinkId: ReadonlyMap<string, ScreenItem>
  /** Items that are shown or hidden by the answer of an item. */
  readonly dependents: ReadonlyMap<string, readonly ScreenItem[]>
}

function helpOf(source: QuestionnaireItem): Words | undefined {
  const help = source.item?.find((child) => child.type === 'display' && controlOf(child) === 'help')
  return help ? wordsOf(help, 'text') : undefined
}

const entryFormat = 'http://hl7.org/fhir/StructureDefinition/entryFormat'

function controlOf(source: QuestionnaireItem): string | undefined {
  return itemControls(source)[0]
}

function unitOf(source: QuestionnaireItem): Unit | undefined {
  const coding: Coding | undefined = extensionOf(source, url.unit)?.valueCoding
  if (!coding) return undefined
  return {
    display: coding.display ?? coding.code ?? '',
    ...(coding.system ? { system: coding.system } : {}),
    ...(coding.code ? { code: coding.code } : {}),
  }
}

function numberIn(source: QuestionnaireItem, extension: string): number | undefined {
  const found = extensionOf(source, extension)
  return found?.valueInteger ?? found?.valueDecimal
}

function marksOf(source: QuestionnaireItem) {
  const calculated = extensionOf(source, url.calculated) !== undefined
  return {
    hidden: extensionOf(source, url.hidden)?.valueBoolean === true,
    derived: calculated,
    readOnly: source.readOnly === true,
    required: source.required === true,
    repeats: source.repeats === true,
  }
}

function boundsOf(source: QuestionnaireItem) {
  return {
    maxLength: source.maxLength,
    low: numberIn(source, url.minValue),
    high: numberIn(source, url.maxValue),
    decimals: numberIn(source, url.maxDecimalPlaces),
    minRows: numberIn(source, url.minOccurs) ?? 0,
    maxRows: numberIn(source, url.maxOccurs),
  }
}

function readItem(source: QuestionnaireItem, within: readonly string[]): ScreenItem {
  const inside = source.type === 'group' && source.repeats ? [...within, source.linkId ?? ''] : within
  return {
    linkId: source.linkId ?? '',
    kind: source.type ?? 'display',
    words: wordsOf(source, 'text'),
    prefix: source.prefix,
    ...marksOf(source),
    ...boundsOf(source),
    control: controlOf(source),
    unit: unitOf(source),
    options: optionsOf(source),
    valueSet: source.answerValueSet,
    format: extensionOf(source, entryFormat)?.valueString,
    help: helpOf(source),
    drawing: extensionOf(source, url.drawing)?.valueCode,
    print: new Set(extensionsOf(source, url.print).map((one) => one.valueCode ?? '')),
    signedBy: rowSigners({ raw: source }),
    when: source.enableWhen ?? [],
    whenAny: source.enableBehavior === 'any',
    children: (source.item ?? [])
      .filter((child) => controlOf(child) !== 'help')
      .map((child) => readItem(child, inside)),
    within,
  }
}

/** Every item below, the outer before the inner. */
export function* itemsUnder(items: readonly ScreenItem[]): Generator<ScreenItem> {
  for (const item of items) {
    yield item
    yield* itemsUnder(item.children)
  }
}

/** Reads a questionnaire whose shared parts are already assembled. */
export function screenForm(questionnaire: Questionnaire): FormModel {
  const items = (questionnaire.item ?? []).map((item) => readItem(item, []))
  const byLinkId = new Map<string, ScreenItem>()
  const dependents = new Map<string, ScreenItem[]>()
  for (const item of itemsUnder(items)) {
    byLinkId.set(item.linkId, item)
    for (const { question = '' } of item.when) {
      const known = dependents.get(question)
      if (known) known.push(item)
      else dependents.set(question, [item])
    }
  }
  return { url: questionnaire.url ?? '', items, byLinkId, dependents }
}
