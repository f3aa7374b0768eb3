import { answersFrom } from './answers.ts'
import { evaluate } from './evaluate.ts'
import type { Filling } from './filling.ts'
import { eachNode, findNode, keyOf } from './nodes.ts'
import type { Answer, Environment, Key } from './types.ts'

/**
 * What the questions of a row that was just added begin with, by their initialExpressions: who writes it, and when.
 * @param moment what has another value than when the form was opened
 * @param newest what is known by now, by linkId
 */
export function beginRow(
  filling: Filling,
  row: Key,
  moment: Environment,
  newest: Readonly<Record<string, readonly Answer[]>> = {},
): readonly Key[] {
  const { form, scope } = filling
  const begun = findNode(form, filling.roots, row)
  if (!begun) return []
  const now = { ...scope, environment: { ...scope.environment, ...moment }, variables: new Map() }
  return [...eachNode(begun.children)].flatMap((node) => {
    const logic = form.logic.get(node.item)
    if (!logic || logic.calculated || node.answers.length > 0) return []
    const expressed = logic.initial ? answersFrom(node.item, evaluate(now, logic.initial, node)) : []
    const answers = expressed.length > 0 ? expressed : (newest[node.item.linkId] ?? [])
    return answers.length === 0 ? [] : filling.set(keyOf(node), node.item.repeats ? answers : answers.slice(0, 1))
  })
}
