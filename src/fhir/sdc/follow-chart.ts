import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { answersFrom, sameAnswers } from './answers.ts'
import type { Form } from './compile-form.ts'
import { evaluate } from './evaluate.ts'
import { sdcUrl } from './extensions.ts'
import { Filling } from './filling.ts'
import { findNode } from './nodes.ts'
import type { Answer, Environment, FormItem } from './types.ts'

const markOf = ({ extension }: Answer) => extension?.find(({ url }) => url === sdcUrl.filledFrom)

/** Which prefilled answers follow the chart. */
export interface Followed {
  /** Facts of the chart, as they stand in initialExpressions. */
  readonly facts: RegExp
  /** Only of these questions; of all when absent. */
  only?(item: FormItem): boolean
  /** Whether an answer that was carried from an earlier fill follows too. */
  carried(answer: Answer): boolean
}

function follows(answer: Answer, { carried }: Followed): boolean {
  const source = markOf(answer)?.valueReference?.reference
  return source !== undefined && (!source.startsWith('QuestionnaireResponse/') || carried(answer))
}

/**
 * The response with prefilled answers as the chart gives them now: what a person answered stays, what nobody touched is
 * told anew, and is open where the chart does not say it (any more).
 */
export function followChart(
  form: Form,
  response: QuestionnaireResponse,
  environment: Environment,
  what: Followed,
): QuestionnaireResponse {
  const filling = new Filling(form, response, environment, { frozen: true })
  let changed = false
  for (const item of form.byLinkId.values()) {
    const stands = isTold(form, item, what) ? filling.answers(item.linkId) : []
    if (stands.length === 0 || !stands.every((one) => follows(one, what))) continue
    const now = toldNow(filling, item)
    if (sameAnswers(stands, now)) continue
    const extension = stands.flatMap((one) => markOf(one) ?? []).slice(0, 1)
    filling.set(
      item.linkId,
      now.map((one) => ({ extension, ...one })),
    )
    changed = true
  }
  return changed ? filling.response() : response
}

const isTold = (form: Form, item: FormItem, { facts, only }: Followed): boolean => {
  const logic = form.logic.get(item)
  const isFact = !logic?.calculated && facts.test(logic?.initial?.text ?? '')
  return item.rowGroups.length === 0 && isFact && only?.(item) !== false
}

function toldNow({ form, scope, roots }: Filling, item: FormItem): readonly Answer[] {
  const initial = form.logic.get(item)?.initial
  if (!initial) return []
  const answers = answersFrom(item, evaluate(scope, initial, findNode(form, roots, item.linkId)))
  return item.repeats ? answers : answers.slice(0, 1)
}
