import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { answersFrom, answerValue, isTypedOver, sameAnswers, typedOver } from './answers.ts'
import type { Form } from './compile-form.ts'
import { enabledBy } from './enabled.ts'
import { evaluate, type Scope } from './evaluate.ts'
import type { FormExpression } from './expression.ts'
import {
  around,
  eachNode,
  findNode,
  forget,
  isAsked,
  isInLocked,
  isRow,
  itemsJson,
  keyFrom,
  keyOf,
  type Node,
  newNode,
  nodesOf,
  type Roots,
} from './nodes.ts'
import { readResponse } from './read-response.ts'
import type { Look, Step } from './steps.ts'
import type { Answer, Environment, FormItem, Key, Problem } from './types.ts'

interface Looker {
  readonly rank: number
  readonly step: Step
  readonly look: Look
}

const lookersOf = new WeakMap<Form, ReadonlyMap<FormItem, readonly Looker[]>>()

/** For each item, the steps that look at it, with their place in the order. */
function lookers(form: Form): ReadonlyMap<FormItem, readonly Looker[]> {
  const known = lookersOf.get(form)
  if (known) return known
  const made = new Map<FormItem, Looker[]>()
  for (const [rank, step] of form.steps.entries())
    for (const look of step.looks) made.set(look.item, [...(made.get(look.item) ?? []), { rank, step, look }])
  lookersOf.set(form, made)
  return made
}

/** A form while it is filled in: answers, rows, what is asked, what is computed. Each change says what it changed. */
export class Filling {
  readonly form: Form
  /** Items of the response that have no place in the form. */
  readonly strays: readonly Problem[]
  readonly #roots: Roots
  readonly #scope: Scope
  readonly #response: QuestionnaireResponse
  readonly #dirty = new Map<number, Set<Node> | 'all'>()
  #changed = new Set<Key>()

  /**
   * @param frozen shows what is stored: nothing is computed, as for a completed fill
   */
  constructor(
    form: Form,
    response: QuestionnaireResponse,
    environment: Environment = {},
    { frozen = false }: { readonly frozen?: boolean } = {},
  ) {
    this.form = form
    const { roots, problems } = readResponse(form, response)
    this.strays = problems
    this.#roots = roots
    this.#response = response
    this.#scope = { form, roots, environment, variables: new Map(), failures: new Map() }
    for (const [rank, step] of form.steps.entries())
      if (!frozen || step.kind === 'enabled') this.#dirty.set(rank, 'all')
    this.#settle(true)
    this.#changed = new Set()
  }

  /** Roots of the tree, for the engine's own parts. */
  get roots(): Roots {
    return this.#roots
  }

  get scope(): Scope {
    return this.#scope
  }

  /** Expressions that could not be evaluated, and why. */
  get failures(): ReadonlyMap<string, string> {
    return this.#scope.failures
  }

  answers(key: Key): readonly Answer[] {
    return this.#find(key)?.answers ?? []
  }

  isAsked(key: Key): boolean {
    const node = this.#find(key)
    return node !== undefined && isAsked(node)
  }

  /** Whether the value is computed and nobody wrote another one. */
  isComputed(key: Key): boolean {
    const node = this.#find(key)
    return node !== undefined && !node.own && this.form.logic.get(node.item)?.calculated !== undefined
  }

  /** Keys of all items, every row's own. */
  keys(): readonly Key[] {
    return [...eachNode(this.#roots)].map(keyOf)
  }

  /** Keys of the rows of a repeating group, below a row of the groups around it. */
  rows(linkId: string, rows: readonly number[] = []): readonly Key[] {
    const item = this.form.byLinkId.get(linkId)
    const holder = item && this.#holder(item, rows)
    return (holder?.get(item as FormItem) ?? []).map(keyOf)
  }

  /** Every place where a repeating group stands, with its rows. */
  holdersOf(item: FormItem): readonly { parent: Node | undefined; rows: readonly Node[] }[] {
    if (!item.parent) return [{ parent: undefined, rows: this.#roots.get(item) ?? [] }]
    return nodesOf(this.#roots, item.parent).map((parent) => ({ parent, rows: parent.children.get(item) ?? [] }))
  }

  /** Whether a row of a group would be asked, if there were one: its condition looks at what is outside the row. */
  wouldAsk(item: FormItem, parent: Node | undefined): boolean {
    return enabledBy(this.#scope, newNode(item, parent))
  }

  /** Answers a question. Gives the keys of all items whose answers or asking changed. */
  set(key: Key, answers: readonly Answer[]): readonly Key[] {
    const node = this.#find(key)
    if (!node || node.item.type === 'group' || isInLocked(node)) return []
    const calculated = this.form.logic.get(node.item)?.calculated
    if (calculated && node.item.readOnly) return []
    const given = answers.filter((one) => answerValue(one) !== undefined)
    node.own =
      calculated !== undefined && given.length > 0 && !sameAnswers(given, this.#computed(node, calculated))
    node.answers = node.own ? given.map(typedOver) : given
    this.#touch(node)
    if (calculated && !node.own) this.#mark(this.#rankOf(node.item), node)
    return this.#settle()
  }

  /** Adds a row at the end of a repeating group or at a place. */
  addRow(linkId: string, rows: readonly number[] = [], at?: number): readonly Key[] {
    const item = this.form.byLinkId.get(linkId)
    if (!item || !isRow(item) || isInLocked(this.#parent(item, rows))) return []
    const holder = this.#holder(item, rows)
    const before = holder?.get(item)
    if (!holder || !before) return []
    const place = Math.min(at ?? before.length, before.length)
    const node = newNode(item, this.#parent(item, rows), place)
    holder.set(item, [...before.slice(0, place), node, ...before.slice(place)])
    this.#renumber(holder, item)
    this.#touchBelow(node)
    for (const [rank, step] of this.form.steps.entries()) if (isBelow(step.item, item)) this.#markBelow(rank, node)
    return this.#settle()
  }

  removeRow(key: Key): readonly Key[] {
    const node = this.#find(key)
    if (!node || !isRow(node.item) || isInLocked(node)) return []
    const holder = node.parent?.children ?? this.#roots
    this.#touchBelow(node)
    holder.set(
      node.item,
      (holder.get(node.item) ?? []).filter((one) => one !== node),
    )
    this.#renumber(holder, node.item)
    for (const [rank, places] of this.#dirty)
      if (places !== 'all') this.#dirty.set(rank, new Set([...places].filter((one) => !isInside(one, node))))
    return this.#settle()
  }

  /** The response with all that was typed, what is not asked now included: for drafts. */
  response(): QuestionnaireResponse {
    return this.#with(itemsJson(this.#roots, false))
  }

  /** The response with only what is asked. */
  asked(): QuestionnaireResponse {
    return this.#with(itemsJson(this.#roots, true))
  }

  #with(item: NonNullable<QuestionnaireResponse['item']>): QuestionnaireResponse {
    const { item: _item, ...rest } = this.#response
    return item.length > 0 ? { ...rest, item } : rest
  }

  #find(key: Key): Node | undefined {
    return findNode(this.form, this.#roots, key)
  }

  #parent(item: FormItem, rows: readonly number[]): Node | undefined {
    return item.parent && this.#find(keyFrom(item.parent.linkId, rows))
  }

  #holder(item: FormItem, rows: readonly number[]): Roots | undefined {
    return item.parent ? this.#parent(item, rows)?.children : this.#roots
  }

  #renumber(holder: Roots, item: FormItem): void {
    for (const [row, node] of (holder.get(item) ?? []).entries()) {
      node.row = row
      this.#changed.add(keyOf(node))
    }
    this.#changed.add(item.linkId)
  }

  #rankOf(item: FormItem): number {
    return this.form.steps.findIndex((step) => step.kind === 'value' && step.item === item)
  }

  /** A node changed: what looks at it is computed again. */
  #touch(node: Node): void {
    forget(node)
    this.#changed.add(keyOf(node))
    for (const { rank, look } of lookers(this.form).get(node.item) ?? []) {
      const within = look.within && around(node, look.within)
      if (within) this.#markBelow(rank, within)
      else this.#dirty.set(rank, 'all')
    }
  }

  #touchBelow(node: Node): void {
    this.#touch(node)
    for (const one of eachNode(node.children)) this.#touch(one)
  }

  #mark(rank: number, node: Node): void {
    const places = this.#dirty.get(rank)
    if (places === 'all') return
    this.#dirty.set(rank, (places ?? new Set()).add(node))
  }

  #markBelow(rank: number, within: Node): void {
    const step = this.form.steps[rank]
    if (step) for (const node of nodesOf(this.#roots, step.item, within)) this.#mark(rank, node)
  }

  /** Computes what is marked, in the order of the form's steps; a step marks only later ones. */
  #settle(first = false): readonly Key[] {
    this.#scope.variables.clear()
    for (let rank = 0; rank < this.form.steps.length && this.#dirty.size > 0; rank++) {
      const places = this.#dirty.get(rank)
      const step = this.form.steps[rank]
      if (!places || !step) continue
      this.#dirty.delete(rank)
      const nodes = places === 'all' ? nodesOf(this.#roots, step.item) : places
      for (const node of nodes) this.#compute(step, node, first)
    }
    this.#dirty.clear()
    const changed = [...this.#changed]
    this.#changed = new Set()
    return changed
  }

  #computed(node: Node, calculated: FormExpression): readonly Answer[] {
    return answersFrom(node.item, evaluate(this.#scope, calculated, node))
  }

  #compute(step: Step, node: Node, first: boolean): void {
    if (isInLocked(node)) return
    if (step.kind === 'enabled') {
      const enabled = enabledBy(this.#scope, node)
      if (enabled === node.enabled) return
      node.enabled = enabled
      this.#scope.variables.clear()
      this.#touchBelow(node)
      return
    }
    const calculated = this.form.logic.get(node.item)?.calculated
    if (!calculated || node.own) return
    const answers = this.#computed(node, calculated)
    const isTyped = first && !node.item.readOnly && node.answers.length > 0
    if (isTyped && (node.answers.some(isTypedOver) || !sameAnswers(answers, node.answers))) {
      node.own = true
      node.answers = node.answers.map(typedOver)
      forget(node)
      return
    }
    if (sameAnswers(answers, node.answers)) return
    node.answers = answers
    this.#scope.variables.clear()
    this.#touch(node)
  }
}

const isBelow = (item: FormItem | undefined, other: FormItem): boolean =>
  item !== undefined && (item === other || isBelow(item.parent, other))

const isInside = (node: Node, other: Node): boolean => {
  for (let at: Node | undefined = node; at; at = at.parent) if (at === other) return true
  return false
}
