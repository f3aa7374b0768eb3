import { isEnabled } from '../validate/questionnaire/enable-when.ts'
import type { Json } from '../validate/walk.ts'
import { answerValue } from './answers.ts'
import { evaluate, type Scope } from './evaluate.ts'
import { around, isAsked, type Node, nodesOf } from './nodes.ts'
import { commonRow } from './steps.ts'

/** Whether an item is asked by its own condition: enableWhen with its behaviour, or enableWhenExpression. */
export function enabledBy(scope: Scope, node: Node): boolean {
  const { item } = node
  const expression = scope.form.logic.get(item)?.enableWhen
  if (expression) return evaluate(scope, expression, node)[0] === true
  return isEnabled({ ...item, raw: item.raw as unknown as Json, items: [] }, (linkId) =>
    answersSeen(scope, node, linkId),
  )
}

/** Answers to a question seen from a node: those of the same row, where both stand in rows. */
function answersSeen({ form, roots }: Scope, node: Node, linkId: string): readonly unknown[] {
  const asked = form.byLinkId.get(linkId)
  if (!asked) return []
  const row = commonRow(node.item, asked)
  const within = row && around(node, row)
  return nodesOf(roots, asked, within)
    .filter(isAsked)
    .flatMap((one) => one.answers.map(answerValue))
}
