import type { Coding, QuestionnaireResponse } from '@medplum/fhirtypes'
import { numberOf } from '../decimal.ts'
import { type AnswerFault, answerFaults, draftFaults, type InValueSet } from './answer-rules.ts'
import { answerValue, sameValue } from './answers.ts'
import type { Constraint, Form } from './compile-form.ts'
import { evaluate } from './evaluate.ts'
import { extensionValue, sdcUrl, valueIn } from './extensions.ts'
import { Filling } from './filling.ts'
import { eachNode, isAsked, isInLocked, isRow, keyOf, type Node } from './nodes.ts'
import type { Environment, FormItem, Problem } from './types.ts'

export interface ValidationOptions {
  /** Everything must be answered that has to be; a draft may lack answers, and hold ones that are not right yet. */
  readonly complete: boolean
  readonly inValueSet?: InValueSet
}

/** Checks a response against its form. */
export function validateResponse(
  form: Form,
  response: QuestionnaireResponse,
  environment: Environment,
  options: ValidationOptions,
): readonly Problem[] {
  return problemsOf(new Filling(form, response, environment, { frozen: true }), options)
}

/** What is wrong with a form as it is filled in now. */
export function problemsOf(filling: Filling, options: ValidationOptions): readonly Problem[] {
  const found: Problem[] = [...filling.strays]
  // What was signed was right when it was signed.
  for (const node of eachNode(filling.roots))
    if (!isInLocked(node)) found.push(...nodeProblems(filling, node, options))
  if (!options.complete) return found
  for (const item of filling.form.byLinkId.values()) if (isRow(item)) found.push(...rowProblems(filling, item))
  found.push(...brokenRules(filling, filling.form.root.constraints, undefined))
  return found.sort((a, b) => orderIn(filling.form, a) - orderIn(filling.form, b))
}

/** Questions that must still be answered, for the counter of what is left. */
export function missingOf(filling: Filling): readonly Problem[] {
  const nodes = [...eachNode(filling.roots)].filter((node) => isAsked(node) && !isInLocked(node))
  const rows = [...filling.form.byLinkId.values()].filter(isRow).flatMap((item) => rowProblems(filling, item))
  return [...nodes.flatMap(missingHere), ...rows.filter(({ code }) => code === 'required')]
}

const orderIn = (form: Form, { linkId }: Problem): number => form.byLinkId.get(linkId)?.order ?? -1

/** Codings that a value set must be asked for, so that a server can ask for all at once. */
export function codingsToCheck(filling: Filling): readonly { valueSet: string; coding: Coding }[] {
  return [...eachNode(filling.roots)].flatMap(({ item, answers }) => {
    const valueSet = item.raw.answerValueSet
    return valueSet === undefined
      ? []
      : answers.flatMap(({ valueCoding: coding }) => (coding ? [{ valueSet, coding }] : []))
  })
}

function nodeProblems(
  filling: Filling,
  node: Node,
  { complete, inValueSet }: ValidationOptions,
): readonly Problem[] {
  const { item, answers } = node
  const drafts = answers.flatMap((one) => draftFaults(item, one).map((fault) => problemOf(node, fault)))
  const tooMany =
    answers.length > mostOf(item) ? [problemOf(node, { code: 'tooMany', details: { max: mostOf(item) } })] : []
  if (!complete || drafts.length > 0) return [...drafts, ...tooMany]
  if (!isAsked(node)) return answers.length > 0 ? [problemOf(node, { code: 'notAsked' })] : []
  return [
    ...tooMany,
    ...missingHere(node),
    ...answers.flatMap((one) =>
      answerFaults(item, one, inValueSet ?? (() => undefined)).map((fault) => problemOf(node, fault)),
    ),
    ...exclusiveProblems(node),
    ...brokenRules(filling, filling.form.logic.get(item)?.constraints ?? [], node),
  ]
}

function mostOf(item: FormItem): number {
  if (!item.repeats) return 1
  return numberOf(extensionValue(item.raw, sdcUrl.maxOccurs)) ?? 1000
}

function missingHere(node: Node): readonly Problem[] {
  const { item, answers } = node
  if (isRow(item)) return []
  if (item.type === 'group')
    return item.required && !hasAnswer(node) ? [problemOf(node, { code: 'required' })] : []
  if (answers.length === 0) return item.required ? [problemOf(node, { code: 'required' })] : []
  const least = numberOf(extensionValue(item.raw, sdcUrl.minOccurs)) ?? 0
  return answers.length < least ? [problemOf(node, { code: 'tooFew', details: { min: least } })] : []
}

function hasAnswer(node: Node): boolean {
  for (const one of eachNode(node.children)) if (one.answers.length > 0 && isAsked(one)) return true
  return false
}

/** Rows of a repeating group are counted in every place where it stands. */
function rowProblems(filling: Filling, item: FormItem): readonly Problem[] {
  const least = Math.max(numberOf(extensionValue(item.raw, sdcUrl.minOccurs)) ?? 0, item.required ? 1 : 0)
  const most = numberOf(extensionValue(item.raw, sdcUrl.maxOccurs)) ?? Number.POSITIVE_INFINITY
  if (least === 0 && most === Number.POSITIVE_INFINITY) return []
  return filling.holdersOf(item).flatMap(({ parent, rows }): readonly Problem[] => {
    if (isInLocked(parent)) return []
    const asked = rows[0]?.enabled ?? filling.wouldAsk(item, parent)
    const fault = asked && (!parent || isAsked(parent)) ? countFault(rows.length, least, most) : undefined
    if (!fault) return []
    const path = parent ? keyOf(parent) : item.linkId
    const { code, details } = fault
    return [{ linkId: item.linkId, path, code, severity: 'error', details: { label: labelOf(item), ...details } }]
  })
}

function countFault(count: number, least: number, most: number): AnswerFault | undefined {
  if (count > most) return { code: 'tooMany', details: { max: most } }
  if (count === 0 && least > 0) return { code: 'required' }
  return count < least ? { code: 'tooFew', details: { min: least } } : undefined
}

function exclusiveProblems(node: Node): readonly Problem[] {
  if (node.answers.length < 2) return []
  const alone = (node.item.raw.answerOption ?? []).filter(
    (option) => extensionValue(option, sdcUrl.optionExclusive) === true,
  )
  const values = node.answers.map(answerValue)
  const stands = alone.some((option) => values.some((one) => isSameOption(valueIn(option, 'value')?.value, one)))
  return stands ? [problemOf(node, { code: 'exclusive' })] : []
}

function isSameOption(offered: unknown, value: unknown): boolean {
  const code = (one: unknown) => (one as { code?: string } | undefined)?.code ?? one
  return sameValue(code(offered), code(value))
}

/** A rule is broken when it says false; where it cannot say anything yet, it hinders nothing. */
function brokenRules(filling: Filling, rules: readonly Constraint[], node: Node | undefined): readonly Problem[] {
  return rules
    .filter((rule) => evaluate(filling.scope, rule.expression, node)[0] === false)
    .map((rule) => ({
      linkId: node?.item.linkId ?? '',
      path: node ? keyOf(node) : '',
      code: 'constraint',
      severity: rule.severity,
      details: { label: node ? labelOf(node.item) : '', key: rule.key },
      human: { vi: rule.human, en: rule.humanEn ?? rule.human },
    }))
}

const labelOf = (item: FormItem): string => (item.raw.text ?? item.linkId).slice(0, 120)

function problemOf(node: Node, { code, details }: AnswerFault): Problem {
  return {
    linkId: node.item.linkId,
    path: keyOf(node),
    code,
    severity: 'error',
    details: { label: labelOf(node.item), ...details },
  }
}
