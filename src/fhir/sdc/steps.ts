import type { Form, ItemLogic } from './compile-form.ts'
import type { FormExpression } from './expression.ts'
import type { FormItem } from './types.ts'

/** One thing that is computed: the value of an item, or whether it is asked. */
export interface Step {
  readonly kind: 'value' | 'enabled'
  readonly item: FormItem
  /** What it looks at, each once. */
  readonly looks: readonly Look[]
}

/** An item whose answers matter for a step. */
export interface Look {
  readonly item: FormItem
  /** Only answers in the same row of this group, or below this item, matter; undefined when all rows do. */
  readonly within: FormItem | undefined
}

type Parsed = Pick<Form, 'items' | 'byLinkId' | 'logic' | 'root'>

export function stepsOf(form: Parsed): readonly Step[] {
  const found: Step[] = []
  for (const [item, logic] of form.logic) {
    if (logic.enableWhen || item.raw.enableWhen?.length)
      found.push({ kind: 'enabled', item, looks: enablingLooks(form, item, logic) })
    if (logic.calculated) found.push({ kind: 'value', item, looks: looksOf(form, item, logic.calculated) })
  }
  return found
}

function enablingLooks(form: Parsed, item: FormItem, logic: ItemLogic): readonly Look[] {
  const asked = (item.raw.enableWhen ?? []).flatMap(({ question }): Look[] => {
    const other = form.byLinkId.get(question)
    return other ? [{ item: other, within: commonRow(item, other) }] : []
  })
  return [...asked, ...(logic.enableWhen ? looksOf(form, item, logic.enableWhen) : [])]
}

/** The innermost repeating group that holds both. */
export function commonRow(one: FormItem, other: FormItem): FormItem | undefined {
  return one.rowGroups.findLast((group) => group !== one && other.rowGroups.includes(group))
}

/** Everything that the value of an expression on an item depends on, variables included. */
function looksOf(form: Parsed, owner: FormItem | undefined, expression: FormExpression): readonly Look[] {
  const found = new Map<FormItem, Look>()
  gather(form, owner, expression, found, new Set())
  return [...found.values()]
}

function gather(
  form: Parsed,
  owner: FormItem | undefined,
  { looks }: FormExpression,
  found: Map<FormItem, Look>,
  seen: Set<FormExpression>,
): void {
  const everywhere = looks.resource ?? new Set(form.byLinkId.keys())
  for (const linkId of everywhere) addBelow(form.byLinkId.get(linkId), undefined, found)
  const isRoot = owner === undefined
  if (!looks.context) addBelow(owner, owner, found, isRoot ? form.items : [])
  else for (const linkId of looks.context) addBelow(form.byLinkId.get(linkId), owner, found)
  for (const name of looks.names) {
    const variable = findVariable(form, owner, name)
    if (!variable || seen.has(variable.expression)) continue
    seen.add(variable.expression)
    gather(form, variable.owner, variable.expression, found, seen)
  }
}

function addBelow(
  item: FormItem | undefined,
  within: FormItem | undefined,
  found: Map<FormItem, Look>,
  more: readonly FormItem[] = [],
): void {
  for (const one of item ? [item, ...more] : more) {
    const before = found.get(one)
    if (!before) found.set(one, { item: one, within })
    else if (before.within !== within) found.set(one, { item: one, within: undefined })
    for (const inner of one.items) addBelow(inner, within, found)
  }
}

/** The variable of that name which is nearest to an item: its own, of a group around it, of the form. */
export function findVariable(
  form: Pick<Form, 'logic' | 'root'>,
  from: FormItem | undefined,
  name: string,
): { owner: FormItem | undefined; expression: FormExpression } | undefined {
  for (let owner = from; owner; owner = owner.parent) {
    const expression = form.logic.get(owner)?.variables.get(name)
    if (expression) return { owner, expression }
  }
  const expression = form.root.variables.get(name)
  return expression && { owner: undefined, expression }
}

/** Sorts steps so that each comes after those whose outcome it looks at; names the items of a circle. */
export function orderSteps(steps: readonly Step[]): {
  steps: readonly Step[]
  cycle: readonly string[] | undefined
} {
  const after = dependentsOf(steps)
  const open = new Map<Step, number>(steps.map((one) => [one, 0]))
  for (const dependents of after.values()) for (const one of dependents) open.set(one, (open.get(one) ?? 0) + 1)
  const ready = steps.filter((one) => open.get(one) === 0)
  const sorted: Step[] = []
  for (let step = ready.shift(); step; step = ready.shift()) {
    sorted.push(step)
    for (const one of after.get(step) ?? []) {
      const left = (open.get(one) ?? 0) - 1
      open.set(one, left)
      if (left === 0) ready.push(one)
    }
  }
  const done = new Set(sorted)
  const left = steps.filter((one) => !done.has(one))
  return { steps: sorted, cycle: left.length > 0 ? [...new Set(left.map((one) => one.item.linkId))] : undefined }
}

/** For each step, the steps that look at what it changes. */
function dependentsOf(steps: readonly Step[]): ReadonlyMap<Step, readonly Step[]> {
  const lookers = new Map<FormItem, Step[]>()
  for (const step of steps)
    for (const { item } of step.looks) {
      // A value that looks at its own item only keeps what was typed.
      if (item === step.item && step.kind === 'value') continue
      lookers.set(item, [...(lookers.get(item) ?? []), step])
    }
  return new Map(
    steps.map((step) => {
      const changed = step.kind === 'enabled' ? withBelow(step.item) : [step.item]
      return [step, [...new Set(changed.flatMap((item) => lookers.get(item) ?? []))]]
    }),
  )
}

function withBelow(item: FormItem): readonly FormItem[] {
  return [item, ...item.items.flatMap(withBelow)]
}
