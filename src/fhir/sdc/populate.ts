import type { QuestionnaireResponse, Reference, Resource } from '@medplum/fhirtypes'
import { answersFrom } from './answers.ts'
import type { Form, ItemLogic } from './compile-form.ts'
import { earlierFacts, type KnownFact } from './earlier-facts.ts'
import { evaluate, type Scope } from './evaluate.ts'
import { sdcUrl, valueIn } from './extensions.ts'
import { Filling } from './filling.ts'
import { isRow, keyFrom, keyOf, type Node } from './nodes.ts'
import { observedAnswers } from './observed.ts'
import { isStruck } from './row-marks.ts'
import type { Answer, FormItem, PopulationSources } from './types.ts'

interface Populating {
  readonly form: Form
  readonly filling: Filling
  readonly sources: PopulationSources
  readonly facts: (item: FormItem) => KnownFact | undefined
  readonly copied: Filling | undefined
}

/**
 * A response with what is known already, every answer with its source (`filled-from`): from expressions on the chart,
 * from observations, from the fill that is copied, from earlier fills under the same fact code, from the form's own
 * first values. The first that knows anything counts.
 */
export function populate(
  form: Form,
  blank: QuestionnaireResponse,
  sources: PopulationSources,
): QuestionnaireResponse {
  const filling = new Filling(form, { ...blank, item: [] }, sources.environment)
  const { copyFrom } = sources
  const of: Populating = {
    form,
    filling,
    sources,
    facts: earlierFacts(sources.earlier),
    copied: copyFrom && new Filling(form, withoutStruck(copyFrom), sources.environment, { frozen: true }),
  }
  for (const item of form.items) fill(of, item, undefined, filling.scope)
  return filling.response()
}

function withoutStruck(response: QuestionnaireResponse): QuestionnaireResponse {
  return response.item ? { ...response, item: response.item.filter((one) => !isStruck(one)) } : response
}

function fill(of: Populating, item: FormItem, parent: Node | undefined, scope: Scope): void {
  if (isRow(item)) {
    fillRows(of, item, parent, scope)
    return
  }
  const node = (parent?.children ?? of.filling.roots).get(item)?.[0]
  if (!node) return
  if (item.type !== 'group') fillAnswer(of, node, scope)
  for (const below of item.items) fill(of, below, node, scope)
}

function fillAnswer(of: Populating, node: Node, scope: Scope): void {
  const { item } = node
  const logic = of.form.logic.get(item)
  if (!logic || (logic.calculated && !logic.initial)) return
  // What is derived takes only what its own expression knows: it stands until a person changes what it is derived from.
  const answers = logic.calculated
    ? expressedAnswers(of, node, logic, scope)
    : knownAnswers(of, node, logic, scope)
  if (answers.length === 0) return
  of.filling.set(keyOf(node), item.repeats ? answers : answers.slice(0, 1))
}

function expressedAnswers(of: Populating, node: Node, logic: ItemLogic, scope: Scope): readonly Answer[] {
  const expressed = logic.initial ? answersFrom(node.item, evaluate(scope, logic.initial, node)) : []
  return expressed.length > 0 ? from(expressed, sourceOf(logic, of.sources)) : []
}

function knownAnswers(of: Populating, node: Node, logic: ItemLogic, scope: Scope): readonly Answer[] {
  const { item } = node
  const expressed = expressedAnswers(of, node, logic, scope)
  if (expressed.length > 0) return expressed
  const observed = observedAnswers(item, of.sources)
  if (observed) return from(answersFrom(item, [observed.value]), observed.source)
  const copied = of.copied?.answers(keyOf(node)) ?? []
  if (copied.length > 0) return from(copied, referenceTo(of.sources.copyFrom))
  const fact = item.rowGroups.length === 0 ? of.facts(item) : undefined
  if (fact && fact.values.length > 0) return from(answersFrom(item, fact.values), fact.source)
  return (item.raw.initial ?? []).map((one) => {
    const found = valueIn(one, 'value')
    return found ? { [`value${found.type}`]: found.value } : {}
  })
}

/** Rows by the expression of the group, by the fill that is copied, or by an earlier fill with the same group. */
function fillRows(of: Populating, item: FormItem, parent: Node | undefined, scope: Scope): void {
  const scopes = rowScopes(of, item, parent, scope)
  for (const inner of scopes) {
    const row = addRow(of, item, parent)
    for (const below of row ? item.items : []) fill(of, below, row, inner)
  }
  if (scopes.length === 0 && !parent) copyRows(of, item)
}

/** What the questions of each new row can see. */
function rowScopes(of: Populating, item: FormItem, parent: Node | undefined, scope: Scope): readonly Scope[] {
  const rowsFrom = of.form.logic.get(item)?.rowsFrom
  if (!rowsFrom) {
    const copied = of.copied?.rows(item.linkId, parent ? rowsAbove(parent) : []) ?? []
    return copied.map(() => scope)
  }
  return evaluate(scope, rowsFrom.expression, parent)
    .slice(0, mostRows)
    .map((value) => ({
      ...scope,
      environment: { ...scope.environment, [rowsFrom.name]: [value] },
      variables: new Map(),
    }))
}

function addRow({ filling }: Populating, item: FormItem, parent: Node | undefined): Node | undefined {
  filling.addRow(item.linkId, parent ? rowsAbove(parent) : [])
  return (parent?.children ?? filling.roots).get(item)?.at(-1)
}

const mostRows = 200

function rowsAbove(node: Node): readonly number[] {
  const rows: number[] = []
  for (let at: Node | undefined = node; at; at = at.parent) if (isRow(at.item)) rows.unshift(at.row)
  return rows
}

/** Rows of an earlier fill, where its group has the same questions. */
function copyRows(of: Populating, item: FormItem): void {
  const fact = of.facts(item)
  for (const [at, given] of (fact?.rows ?? []).entries()) {
    addRow(of, item, undefined)
    for (const { linkId, answer } of given.item ?? []) {
      const below = item.items.find((one) => one.linkId === linkId && one.type !== 'group')
      if (below && answer && fact && !of.form.logic.get(below)?.calculated)
        of.filling.set(keyFrom(linkId, [at]), from(answer, fact.source))
    }
  }
}

const referenceTo = (resource: Resource | undefined): Reference => ({
  reference: `${resource?.resourceType}/${resource?.id}`,
})

/** What an expression on the chart draws on: the patient, or the visit and all that belongs to it. */
function sourceOf({ initial }: ItemLogic, { environment }: PopulationSources): Reference {
  const names = initial?.looks.names
  const about = names?.has('patient') && names.size === 1 ? 'patient' : 'encounter'
  const found = environment[about] as Resource | undefined
  return found ? referenceTo(found) : { display: about }
}

/** The same answers with where they come from; nested items and older sources are left out. */
export function from(answers: readonly Answer[], source: Reference): readonly Answer[] {
  return answers.map(({ item: _item, extension, ...value }) => ({
    extension: [
      ...(extension ?? []).filter(({ url }) => url !== sdcUrl.filledFrom),
      { url: sdcUrl.filledFrom, valueReference: source },
    ],
    ...value,
  }))
}
