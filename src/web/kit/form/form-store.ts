import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { beginRow } from '#fhir/sdc/begin-row.ts'
import type { Form } from '#fhir/sdc/compile-form.ts'
import { Filling } from '#fhir/sdc/filling.ts'
import { eachNode, findNode, forget, isRow, keyFrom, keyOf, type Node, readKey } from '#fhir/sdc/nodes.ts'
import { type RowMarks, rowMarks } from '#fhir/sdc/row-marks.ts'
import type { Answer, Environment, FormItem, Key } from '#fhir/sdc/types.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { serverNow } from '../net/server-clock.ts'
import { withoutEmptyRows } from './empty-rows.ts'
import { Listeners } from './listeners.ts'
import { newRowId } from './row-ids.ts'

/** What is wrong at a place, in words. */
export interface Issue {
  readonly key: Key
  readonly text: string
  readonly severity: 'error' | 'warning'
}

/** What another person wrote at a place where this one wrote too. */
export interface OtherAnswer {
  readonly answers: readonly Answer[]
  readonly who: string
  readonly at: string
}

/** What stood in a row that was taken out, so that it can be put back. */
export interface TakenRow {
  readonly linkId: string
  readonly rows: readonly number[]
  readonly at: number
  readonly id: string
  readonly answers: ReadonlyMap<Key, readonly Answer[]>
}

interface Frozen {
  /** Shows what is stored: nothing is computed. */
  readonly frozen?: boolean
}

/** One fill of a form while it is on the screen. Only what shows a changed place is drawn again. */
export class FormStore {
  readonly form: Form
  readonly listeners = new Listeners()
  private readonly environment: Environment
  private readonly options: Frozen
  private filling: Filling
  private issues = new Map<Key, readonly Issue[]>()
  private others = new Map<string, OtherAnswer>()
  private changes = 0
  /** What a row that is added begins with, by linkId. */
  newest: Readonly<Record<string, readonly Answer[]>> = {}

  constructor(form: Form, response: QuestionnaireResponse, environment: Environment = {}, options: Frozen = {}) {
    this.form = form
    this.environment = environment
    this.options = options
    this.filling = this.open(response)
  }

  /** Every row gets an id, by which it is known again; every group has one to write in. */
  private open(response: QuestionnaireResponse): Filling {
    const filling = new Filling(this.form, response, this.environment, this.options)
    for (const node of eachNode(filling.roots))
      if (isRow(node.item) && !node.extra.id) {
        node.extra = { ...node.extra, id: keyOf(node).replace('@', '.') }
        forget(node)
      }
    if (!this.options.frozen) this.startRows(filling, this.form.items, [])
    return filling
  }

  private startRows(filling: Filling, items: readonly FormItem[], rows: readonly number[]): void {
    for (const item of items) {
      if (!isRow(item)) {
        this.startRows(filling, item.items, rows)
        continue
      }
      if (filling.rows(item.linkId, rows).length === 0) filling.addRow(item.linkId, rows)
      for (const row of filling.rows(item.linkId, rows)) {
        const node = findNode(this.form, filling.roots, row)
        if (node) node.extra = { id: newRowId(), ...node.extra }
        this.startRows(filling, item.items, readKey(row).rows)
      }
    }
  }

  private node(key: Key): Node | undefined {
    return findNode(this.form, this.filling.roots, key)
  }

  answersAt(key: Key): readonly Answer[] {
    return this.filling.answers(key)
  }

  isAsked(key: Key): boolean {
    return this.filling.isAsked(key)
  }

  isComputed(key: Key): boolean {
    return this.filling.isComputed(key)
  }

  /** Keys of the rows of a group. */
  rowsAt(linkId: string, rows: readonly number[]): readonly Key[] {
    return this.filling.rows(linkId, rows)
  }

  rowId(key: Key): string {
    return this.node(key)?.extra.id ?? key
  }

  /** Who wrote and signed a row, and whether it is struck through. */
  marksAt(row: Key): RowMarks {
    return rowMarks(this.node(row)?.extra ?? {})
  }

  /** All that was typed. Rows in which nothing stands are there to be written in, and are not kept. */
  response(): QuestionnaireResponse {
    const response = this.filling.response()
    return response.item ? { ...response, item: withoutEmptyRows(response.item) } : response
  }

  /** Grows with everything that a person does to the fill. */
  get edits(): number {
    return this.changes
  }

  /** What a person answers; a mark of where a former answer came from goes with that answer. */
  answer(key: Key, answers: readonly Answer[]): void {
    this.issues.delete(key)
    this.changes += 1
    this.tell(this.filling.set(key, answers), [key])
  }

  private tell(changed: readonly Key[], more: readonly Key[] = []): void {
    this.listeners.tell([...changed, ...more])
  }

  /** A new row at a place, or at the end; gives its key. */
  addRow(linkId: string, rows: readonly number[], at?: number, id: string = newRowId()): Key {
    const place = at ?? this.rowsAt(linkId, rows).length
    const changed = this.filling.addRow(linkId, rows, place)
    this.changes += 1
    const key = keyFrom(linkId, [...rows, place])
    const node = this.node(key)
    if (node) {
      node.extra = { id }
      forget(node)
      this.startRows(this.filling, node.item.items, readKey(key).rows)
    }
    this.moveIssues()
    this.tell(changed, [keyFrom(linkId, rows)])
    return key
  }

  /** A row that a person adds: it begins with who writes and when, as the form says. */
  beginRow(linkId: string, rows: readonly number[], at?: number): Key {
    const key = this.addRow(linkId, rows, at)
    const facts = { ...(this.environment['facts'] as object | undefined), now: instantInVietnam(serverNow()) }
    this.tell(beginRow(this.filling, key, { facts }, this.newest))
    return key
  }

  removeRow(key: Key): TakenRow | undefined {
    const node = this.node(key)
    if (!node) return undefined
    const { linkId, rows } = readKey(key)
    const taken: TakenRow = {
      linkId,
      rows: rows.slice(0, -1),
      at: rows.at(-1) ?? 0,
      id: this.rowId(key),
      answers: answersBelow(node),
    }
    const changed = this.filling.removeRow(key)
    this.changes += 1
    if (this.rowsAt(linkId, taken.rows).length === 0) this.addRow(linkId, taken.rows)
    this.moveIssues()
    this.tell(changed, [keyFrom(linkId, taken.rows)])
    return taken
  }

  restoreRow(taken: TakenRow): void {
    this.addRow(taken.linkId, taken.rows, taken.at, taken.id)
    for (const [key, answers] of taken.answers) this.fill(key, answers)
  }

  /** A row like this one below it; gives its key. */
  duplicateRow(key: Key): Key {
    const { linkId, rows } = readKey(key)
    const at = rows.at(-1) ?? 0
    const node = this.node(key)
    const answers = node ? answersBelow(node) : new Map<Key, readonly Answer[]>()
    const made = this.addRow(linkId, rows.slice(0, -1), at + 1)
    for (const [from, given] of answers) this.fill(moved(from, rows.length - 1, at + 1), given)
    return made
  }

  /** Answers at a key whose rows are made where they are missing. */
  fill(key: Key, answers: readonly Answer[]): void {
    const { linkId, rows } = readKey(key)
    const groups = this.form.byLinkId.get(linkId)?.rowGroups ?? []
    for (const [depth, group] of groups.entries()) {
      const around = rows.slice(0, depth)
      while (this.rowsAt(group.linkId, around).length <= (rows[depth] ?? 0)) this.addRow(group.linkId, around)
    }
    this.answer(key, answers)
  }

  issuesAt(key: Key): readonly Issue[] {
    return this.issues.get(key) ?? []
  }

  get allIssues(): readonly Issue[] {
    return [...this.issues.values()].flat()
  }

  setIssues(issues: readonly Issue[]): void {
    const before = [...this.issues.keys()]
    this.issues = new Map()
    for (const issue of issues) this.issues.set(issue.key, [...this.issuesAt(issue.key), issue])
    this.tell([...before, ...this.issues.keys()])
  }

  /** Issues name rows by their places; when rows move they would point at the wrong ones. */
  private moveIssues(): void {
    for (const key of this.issues.keys()) if (key.includes('@')) this.issues.delete(key)
  }

  /** What the other wrote, by the place of `content.ts`. */
  otherAt(key: Key): OtherAnswer | undefined {
    return this.others.size === 0 ? undefined : this.others.get(this.placeOf(key))
  }

  get openChoices(): ReadonlyMap<string, OtherAnswer> {
    return this.others
  }

  placeOf(key: Key): string {
    const { linkId } = readKey(key)
    let up = this.node(key)?.parent
    while (up && !isRow(up.item)) up = up.parent
    return up ? `${up.extra.id}>${linkId}` : linkId
  }

  settle(key: Key): void {
    this.others.delete(this.placeOf(key))
    this.changes += 1
    this.tell([key])
  }

  /** The whole response anew, as put together with what another person wrote; open choices are added. */
  replace(response: QuestionnaireResponse, others: ReadonlyMap<string, OtherAnswer> = new Map()): void {
    const before = this.keys()
    this.filling = this.open(response)
    this.others = new Map([...this.others, ...others])
    this.tell([...new Set([...before, ...this.keys(), ...this.groupKeys()])])
  }

  /** Whether anything was written in a row. */
  isBlank(row: Key): boolean {
    const node = this.node(row)
    return node === undefined || answersBelow(node).size === 0
  }

  private keys(): readonly Key[] {
    return [...eachNode(this.filling.roots)].map(keyOf)
  }

  private groupKeys(): readonly Key[] {
    return [...eachNode(this.filling.roots)].flatMap((node) => {
      if (!isRow(node.item)) return []
      const { linkId, rows } = readKey(keyOf(node))
      return [keyFrom(linkId, rows.slice(0, -1))]
    })
  }
}

function answersBelow(node: Node): ReadonlyMap<Key, readonly Answer[]> {
  const found = new Map<Key, readonly Answer[]>()
  for (const one of eachNode(node.children)) {
    const computed = one.item.readOnly && one.answers.length > 0
    if (one.answers.length > 0 && !computed) found.set(keyOf(one), one.answers)
  }
  return found
}

/** The key with another number at one depth of its rows. */
function moved(key: Key, depth: number, to: number): Key {
  const { linkId, rows } = readKey(key)
  return keyFrom(linkId, rows.with(depth, to))
}
