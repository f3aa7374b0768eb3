import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import type { Form } from './compile-form.ts'
import { grow, isRow, keyOf, type Node, newNode, type Roots } from './nodes.ts'
import { isLocked, rowSigners } from './row-marks.ts'
import type { Answer, FormItem, Problem, ProblemCode } from './types.ts'

/** Rows that a response may hold, those in rows included: what a screen and a paper can still show. */
export const mostRows = 2000

interface Reading {
  readonly form: Form
  readonly problems: Problem[]
  rows: number
}

/** Lays a response over its form. What has no place in the form is told, not kept. */
export function readResponse(
  form: Form,
  response: Pick<QuestionnaireResponse, 'item'>,
): { roots: Roots; problems: readonly Problem[] } {
  const roots: Roots = new Map()
  grow(roots, form.items, undefined)
  const of: Reading = { form, problems: [], rows: 0 }
  readItems(of, listOf(response.item), form.items, roots, undefined)
  return { roots, problems: of.problems }
}

/** What came over the wire may be anything where a list should be. */
const listOf = <T>(value: readonly T[] | undefined): readonly T[] => (Array.isArray(value) ? value : [])

function readItems(
  of: Reading,
  given: readonly QuestionnaireResponseItem[],
  items: readonly FormItem[],
  children: Roots,
  parent: Node | undefined,
): void {
  const seen = new Set<FormItem>()
  for (const one of given) {
    const item = items.find(({ linkId }) => linkId === one?.linkId)
    if (!item) tellStray(of, String(one?.linkId ?? ''), parent)
    else if (item.type === 'display') continue
    else if (isRow(item)) readRow(of, one, item, children, parent)
    else if (seen.has(item)) tell(of, item.linkId, parent, 'doubled')
    else {
      seen.add(item)
      const node = children.get(item)?.[0]
      if (node) readNode(of, one, node)
    }
  }
}

function readRow(
  of: Reading,
  one: QuestionnaireResponseItem,
  item: FormItem,
  children: Roots,
  parent: Node | undefined,
): void {
  of.rows += 1
  if (of.rows > mostRows) {
    if (of.rows === mostRows + 1) tell(of, item.linkId, parent, 'tooMany', { max: mostRows })
    return
  }
  const rows = children.get(item) ?? []
  const node = newNode(item, parent, rows.length)
  rows.push(node)
  children.set(item, rows)
  readNode(of, one, node)
  if (rowSigners(item).length > 0 && isLocked(one)) node.locked = one
}

function readNode(of: Reading, one: QuestionnaireResponseItem, node: Node): void {
  const { linkId: _linkId, answer, item, ...extra } = one
  node.extra = extra
  if (node.item.type === 'group') {
    if (listOf(answer).length > 0) tell(of, node.item.linkId, node.parent, 'wrongPlace')
    readItems(of, listOf(item), node.item.items, node.children, node)
    return
  }
  if (listOf(item).length > 0) tell(of, node.item.linkId, node.parent, 'wrongPlace')
  node.answers = listOf(answer).map((given): Answer => {
    const { item: below, ...own } = given ?? {}
    readItems(of, listOf(below), node.item.items, node.children, node)
    return own
  })
}

function tellStray(of: Reading, linkId: string, parent: Node | undefined): void {
  tell(of, linkId, parent, of.form.byLinkId.has(linkId) ? 'wrongPlace' : 'unknownItem')
}

function tell(
  of: Reading,
  linkId: string,
  parent: Node | undefined,
  code: ProblemCode,
  details: Problem['details'] = {},
): void {
  const label = of.form.byLinkId.get(linkId)?.raw.text ?? linkId.slice(0, 60)
  of.problems.push({
    linkId,
    path: parent ? keyOf(parent) : linkId.slice(0, 60),
    code,
    severity: 'error',
    details: { label, ...details },
  })
}
