import { reason } from '../../reason.ts'
import { fault, type Json, type Walk } from '../walk.ts'
import { type Item, itemsOf, objects } from './item.ts'

/** What a Questionnaire's constraints do not say: conditions refer to questions that stand before or beside them. */
export function checkQuestionnaire(walk: Walk, questionnaire: Json, path: string): void {
  const items = itemsOf(questionnaire)
  const all = new Set(everyLinkId(items))
  checkConditions(walk, items, all, path)
}

const everyLinkId = (items: readonly Item[]): readonly string[] =>
  items.flatMap((item) => [item.linkId, ...everyLinkId(item.items)])

function checkConditions(walk: Walk, items: readonly Item[], all: ReadonlySet<string>, path: string): void {
  for (const [index, item] of items.entries()) {
    const at = `${path}.item[${index}]`
    const inner = new Set([item.linkId, ...everyLinkId(item.items)])
    for (const [place, condition] of objects(item.raw['enableWhen']).entries()) {
      const asked = String(condition['question'])
      const where = `${at}.enableWhen[${place}].question`
      if (!all.has(asked)) fault(walk, 'questionnaire', where, { fault: reason('noQuestion') })
      else if (inner.has(asked)) fault(walk, 'questionnaire', where, { fault: reason('dependsOnItself') })
    }
    checkConditions(walk, item.items, all, at)
  }
}
