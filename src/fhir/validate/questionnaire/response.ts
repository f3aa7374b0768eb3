import { numberOf } from '../../decimal.ts'
import { type Reason, type ReasonKind, reason } from '../../reason.ts'
import { fault, isObject, type Json, type Walk } from '../walk.ts'
import { answerFaults } from './answer.ts'
import { isEnabled } from './enable-when.ts'
import { choiceKey, extensionValue, type Item, itemsOf, objects, valueOfChoice } from './item.ts'

interface Response {
  readonly walk: Walk
  /** A response in progress may lack answers. */
  readonly complete: boolean
  /** Item groups around the one that is checked, the innermost first. */
  readonly around: readonly Json[]
}

/** Checks a QuestionnaireResponse against its Questionnaire, when that is known here. */
export function checkResponse(walk: Walk, response: Json, path: string): void {
  const { questionnaire, status } = response
  if (typeof questionnaire !== 'string') return
  const form = questionnaire.startsWith('#')
    ? walk.scope.contained.get(questionnaire.slice(1))
    : walk.resolve(questionnaire)
  if (form?.['resourceType'] !== 'Questionnaire') return
  const complete = status === 'completed' || status === 'amended'
  checkItems({ walk, complete, around: [response] }, itemsOf(form), response, path)
}

const tell = ({ walk }: Response, path: string, kind: ReasonKind, values?: Reason['values']) =>
  fault(walk, 'questionnaire', path, { fault: reason(kind, values) })

function checkItems(of: Response, items: readonly Item[], owner: Json, path: string): void {
  const given = objects(owner['item'])
  const known = new Set(items.map(({ linkId }) => linkId))
  for (const [index, one] of given.entries())
    if (!known.has(String(one['linkId'])))
      tell(of, `${path}.item[${index}]`, 'noItem', { linkId: String(one['linkId']).slice(0, 60) })
  for (const item of items) {
    const places = given.flatMap((one, index) =>
      one['linkId'] === item.linkId ? [{ one, at: `${path}.item[${index}]` }] : [],
    )
    checkItem(of, item, places, path)
  }
}

interface Place {
  readonly one: Json
  readonly at: string
}

function checkItem(of: Response, item: Item, places: readonly Place[], path: string): void {
  const enabled = isEnabled(item, (linkId) => answersOf(of, linkId))
  if (!enabled) {
    for (const { one, at } of places)
      if (objects(one['answer']).length > 0 || objects(one['item']).length > 0)
        tell(of, at, 'notAsked', { linkId: item.linkId })
    return
  }
  const [second] = places.slice(1)
  if (second && (item.type !== 'group' || !item.repeats)) tell(of, second.at, 'itemTwice', { linkId: item.linkId })
  checkPresence(of, item, places, path)
  for (const { one, at } of places) checkGiven(of, item, one, at)
}

function checkPresence(of: Response, item: Item, places: readonly Place[], path: string): void {
  if (!of.complete || !item.required || item.type === 'display') return
  const has = places.some(({ one }) => objects(one[item.type === 'group' ? 'item' : 'answer']).length > 0)
  if (!has) tell(of, places[0]?.at ?? path, 'unanswered', { linkId: item.linkId })
}

function checkGiven(of: Response, item: Item, one: Json, at: string): void {
  const answers = objects(one['answer'])
  if (['group', 'display', 'question'].includes(item.type)) {
    if (answers.length > 0) tell(of, at, 'noAnswerThere', { linkId: item.linkId })
  } else checkAnswers(of, item, answers, at)
  const inner = { ...of, around: [one, ...of.around] }
  if (item.type === 'group') checkItems(inner, item.items, one, at)
  else if (objects(one['item']).length > 0) tell(of, `${at}.item`, 'itemsInAnswer')
  for (const [index, answer] of answers.entries())
    if (item.items.length > 0 || answer['item'] !== undefined)
      checkItems({ ...of, around: [answer, ...of.around] }, item.items, answer, `${at}.answer[${index}]`)
}

function checkAnswers(of: Response, item: Item, answers: readonly Json[], at: string): void {
  if (answers.length > 1 && !item.repeats) tell(of, at, 'oneAnswer', { linkId: item.linkId })
  const most = numberOf(extensionValue(item.raw, 'questionnaire-maxOccurs'))
  const least = numberOf(extensionValue(item.raw, 'questionnaire-minOccurs'))
  if (most !== undefined && answers.length > most) tell(of, at, 'mostAnswers', { linkId: item.linkId, most })
  if (of.complete && least !== undefined && answers.length < least)
    tell(of, at, 'leastAnswers', { linkId: item.linkId, least })
  for (const [index, answer] of answers.entries()) {
    const place = `${at}.answer[${index}].${choiceKey(answer, 'value') ?? 'value'}`
    for (const wrong of answerFaults(of.walk, item, answer))
      fault(of.walk, 'questionnaire', place, { fault: wrong })
  }
  if (answers.length > 1 && answers.some((answer) => isExclusive(item, answer))) tell(of, at, 'exclusive')
}

function isExclusive(item: Item, answer: Json): boolean {
  const value = valueOfChoice(answer, 'value')
  return objects(item.raw['answerOption']).some((option) => {
    const offered = valueOfChoice(option, 'value')
    const same = isObject(offered) && isObject(value) ? offered['code'] === value['code'] : offered === value
    return same && extensionValue(option, 'questionnaire-optionExclusive') === true
  })
}

/** Answers to a question: beside the item that asks, then in what is around it. */
function answersOf({ around }: Response, linkId: string): readonly unknown[] {
  for (const owner of around) {
    const found = below(owner, linkId)
    if (found.length > 0)
      return found.flatMap((item) => objects(item['answer']).map((one) => valueOfChoice(one, 'value')))
  }
  return []
}

function below(owner: Json, linkId: string): readonly Json[] {
  return objects(owner['item']).flatMap((item) => [
    ...(item['linkId'] === linkId ? [item] : []),
    ...below(item, linkId),
    ...objects(item['answer']).flatMap((answer) => below(answer, linkId)),
  ])
}
