import type { Questionnaire, QuestionnaireItem } from '@medplum/fhirtypes'
import { AppError } from '#kernel/app-error.ts'
import { sdcErrors } from './errors.ts'
import { type FormExpression, formExpression } from './expression.ts'
import { expressionIn, extensionOf, extensionsOf, extensionValue, sdcUrl, variablesIn } from './extensions.ts'
import { rowSigners } from './row-marks.ts'
import { orderSteps, type Step, stepsOf } from './steps.ts'
import type { FormFault, FormItem } from './types.ts'

/** A rule of an item or of the whole form. */
export interface Constraint {
  readonly key: string
  readonly severity: 'error' | 'warning'
  readonly human: string
  readonly humanEn: string | undefined
  readonly expression: FormExpression
}

/** What is computed for an item. */
export interface ItemLogic {
  readonly calculated: FormExpression | undefined
  readonly initial: FormExpression | undefined
  readonly enableWhen: FormExpression | undefined
  /** What the rows of a repeating group are made from, and the name each stands under. */
  readonly rowsFrom: { readonly name: string; readonly expression: FormExpression } | undefined
  readonly variables: ReadonlyMap<string, FormExpression>
  readonly constraints: readonly Constraint[]
}

/** A Questionnaire made ready: items by linkId, expressions parsed, the order in which they are computed. */
export interface Form {
  readonly questionnaire: Questionnaire
  readonly items: readonly FormItem[]
  readonly byLinkId: ReadonlyMap<string, FormItem>
  readonly logic: ReadonlyMap<FormItem, ItemLogic>
  /** Variables and rules of the whole form. */
  readonly root: Pick<ItemLogic, 'variables' | 'constraints'>
  /** What is computed, in an order in which everything comes after what it looks at. */
  readonly steps: readonly Step[]
}

interface Compiling {
  readonly faults: FormFault[]
  readonly byLinkId: Map<string, FormItem>
  readonly logic: Map<FormItem, ItemLogic>
}

/** Makes a Questionnaire ready, or says every fault that hinders its use. Parts must be assembled before. */
export function readForm(questionnaire: Questionnaire): { form: Form; faults: readonly FormFault[] } {
  const of: Compiling = { faults: [], byLinkId: new Map(), logic: new Map() }
  const items = compileItems(of, questionnaire.item ?? [], undefined)
  const root = {
    variables: variablesOf(of, questionnaire, undefined),
    constraints: constraintsOf(of, questionnaire, undefined),
  }
  const form = { questionnaire, items, byLinkId: of.byLinkId, logic: of.logic, root }
  for (const item of of.byLinkId.values()) checkItem(of, item)
  const { steps, cycle } = orderSteps(stepsOf(form))
  if (cycle) of.faults.push({ linkId: cycle[0], reason: `computed in a circle: ${cycle.join(' → ')}` })
  return { form: { ...form, steps }, faults: of.faults }
}

/** Makes a Questionnaire ready; throws when it has faults. */
export function compileForm(questionnaire: Questionnaire): Form {
  const { form, faults } = readForm(questionnaire)
  if (faults.length === 0) return form
  const told = faults.slice(0, 5).map(({ linkId, reason }) => (linkId ? `${linkId}: ${reason}` : reason))
  throw sdcErrors.formFaults({ form: questionnaire.url ?? questionnaire.id ?? '', faults: told.join('; ') })
}

function compileItems(
  of: Compiling,
  raws: readonly QuestionnaireItem[],
  parent: FormItem | undefined,
): readonly FormItem[] {
  return raws.map((raw) => {
    const items: FormItem[] = []
    const rowGroups = [...(parent?.rowGroups ?? [])]
    const item: FormItem = {
      linkId: raw.linkId,
      type: raw.type,
      raw,
      parent,
      items,
      order: of.byLinkId.size,
      rowGroups,
      required: raw.required === true,
      repeats: raw.repeats === true,
      hidden: extensionValue(raw, sdcUrl.hidden) === true,
      readOnly: raw.readOnly === true,
    }
    if (raw.type === 'group' && item.repeats) rowGroups.push(item)
    if (of.byLinkId.has(raw.linkId)) of.faults.push({ linkId: raw.linkId, reason: 'this linkId stands twice' })
    of.byLinkId.set(raw.linkId, item)
    of.logic.set(item, logicOf(of, raw))
    items.push(...compileItems(of, raw.item ?? [], item))
    return item
  })
}

function logicOf(of: Compiling, raw: QuestionnaireItem): ItemLogic {
  const { linkId } = raw
  return {
    calculated: compiled(of, expressionIn(raw, sdcUrl.calculated), linkId),
    initial: compiled(of, expressionIn(raw, sdcUrl.initial), linkId),
    enableWhen: compiled(of, expressionIn(raw, sdcUrl.enableWhen), linkId),
    rowsFrom: rowsFrom(of, raw),
    variables: variablesOf(of, raw, linkId),
    constraints: constraintsOf(of, raw, linkId),
  }
}

function rowsFrom(of: Compiling, raw: QuestionnaireItem): ItemLogic['rowsFrom'] {
  const expression = compiled(of, expressionIn(raw, sdcUrl.populationContext), raw.linkId)
  const name = extensionOf(raw, sdcUrl.populationContext)?.valueExpression?.name
  return expression && name ? { name, expression } : undefined
}

function compiled(
  of: Compiling,
  text: string | undefined,
  linkId: string | undefined,
): FormExpression | undefined {
  if (text === undefined) return undefined
  try {
    return formExpression(text, linkId === undefined ? 'QuestionnaireResponse' : 'QuestionnaireResponse.item')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    of.faults.push({ linkId, reason: `${error.message} (${text.slice(0, 80)})` })
    return undefined
  }
}

/** Variables by name; those that are FHIR searches are resolved by the server and come with the environment. */
function variablesOf(
  of: Compiling,
  owner: Questionnaire | QuestionnaireItem,
  linkId: string | undefined,
): ReadonlyMap<string, FormExpression> {
  return new Map(
    variablesIn(owner).flatMap(({ name, language, expression }) => {
      if (!name || language !== 'text/fhirpath') return []
      const made = compiled(of, expression, linkId)
      return made ? [[name, made] as const] : []
    }),
  )
}

function constraintsOf(
  of: Compiling,
  owner: Questionnaire | QuestionnaireItem,
  linkId: string | undefined,
): readonly Constraint[] {
  return extensionsOf(owner, sdcUrl.constraint).flatMap((one) => {
    const part = (url: string) => one.extension?.find((inner) => inner.url === url)
    const expression = compiled(of, part('expression')?.valueString, linkId)
    if (!expression) return []
    const human = part('human')
    return {
      key: part('key')?.valueId ?? '',
      severity: part('severity')?.valueCode === 'warning' ? 'warning' : 'error',
      human: human?.valueString ?? '',
      humanEn: translationOf((human as { _valueString?: QuestionnaireItem } | undefined)?._valueString),
      expression,
    }
  })
}

function translationOf(element: { extension?: QuestionnaireItem['extension'] } | undefined): string | undefined {
  const found = extensionsOf(element ?? {}, sdcUrl.translation)[0]
  return found?.extension?.find((part) => part.url === 'content')?.valueString
}

function checkItem(of: Compiling, item: FormItem): void {
  const tell = (reason: string) => of.faults.push({ linkId: item.linkId, reason })
  const { type, raw } = item
  if (type !== 'group' && type !== 'display' && item.repeats && item.items.length > 0)
    tell('a question that repeats has questions below it; make it a group that repeats')
  if (rowSigners(item).length > 0 && (item.parent || type !== 'group' || !item.repeats))
    tell('rows are signed only where a group that repeats stands at the top of the form')
  if (type === 'display' && item.items.length > 0) tell('a text has no items below it')
  for (const { question } of raw.enableWhen ?? []) {
    const asked = of.byLinkId.get(question)
    if (!asked) tell(`depends on ${question}, which is not there`)
    else if (isWithin(asked, item)) tell(`depends on ${question}, which is itself or below it`)
  }
  if (extensionsOf(raw, sdcUrl.subQuestionnaire).length > 0) tell('names a part that was not put in')
}

function isWithin(item: FormItem | undefined, other: FormItem): boolean {
  return item !== undefined && (item === other || isWithin(item.parent, other))
}
