import { patchErrors } from './errors.ts'
import { indexOf, placeOf, pointerOf, stepsOf, valueAt } from './pointer.ts'
import { Copier, isObject, type Json, sameJson } from './values.ts'

const mostOperations = 1_000

interface Step {
  readonly operation: Json
  readonly number: number
  readonly copier: Copier
}

/**
 * Applies a JSON Patch; nothing of `resource` is changed. Numbers keep their digits, members their order.
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export function applyJsonPatch(resource: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations))
    throw patchErrors.invalid({ number: 0, reason: 'a JSON Patch is a list of operations' })
  if (operations.length > mostOperations) throw patchErrors.tooCostly({ most: mostOperations, what: 'operations' })
  const copier = new Copier()
  let value = copier.copy(resource)
  for (const [at, operation] of operations.entries()) {
    if (!isObject(operation)) throw patchErrors.invalid({ number: at + 1, reason: 'it is not an object' })
    value = applyOne(value, { operation, number: at + 1, copier })
  }
  return value
}

const kinds: Readonly<Record<string, (root: unknown, step: Step) => unknown>> = {
  add: (root, step) => add(root, pathOf(step), givenValue(step), step.number),
  remove: (root, step) => remove(root, pathOf(step), step.number),
  replace: (root, step) => replace(root, pathOf(step), givenValue(step), step.number),
  move,
  copy: (root, step) => {
    const value = read(root, fromOf(step), step.number)
    return add(root, pathOf(step), step.copier.copy(value), step.number)
  },
  test: (root, step) => {
    const steps = pathOf(step)
    if (sameJson(read(root, steps, step.number), givenValue(step))) return root
    throw patchErrors.testFailed({ number: step.number, path: pointerOf(steps) })
  },
}

function applyOne(root: unknown, step: Step): unknown {
  const name = step.operation['op']
  const kind = typeof name === 'string' && Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (!kind)
    throw patchErrors.invalid({
      number: step.number,
      reason: 'op is none of add, remove, replace, move, copy, test',
    })
  return kind(root, step)
}

const pathOf = (step: Step) => stepsOf(step.operation['path'], step.number)
const fromOf = (step: Step) => stepsOf(step.operation['from'], step.number, 'from')

function givenValue({ operation, number, copier }: Step): unknown {
  if (!Object.hasOwn(operation, 'value')) throw patchErrors.invalid({ number, reason: 'value is missing' })
  return copier.copy(operation['value'])
}

function read(root: unknown, steps: readonly string[], number: number): unknown {
  let value = root
  for (const step of steps) value = valueAt(value, step, steps, number)
  return value
}

function add(root: unknown, steps: readonly string[], value: unknown, number: number): unknown {
  if (steps.length === 0) return value
  const { holder, step } = placeOf(root, steps, number)
  if (!Array.isArray(holder)) holder[step] = value
  else if (step === '-') holder.push(value)
  else holder.splice(indexOf(holder, step, holder.length, steps, number), 0, value)
  return root
}

function remove(root: unknown, steps: readonly string[], number: number): unknown {
  if (steps.length === 0) return undefined
  const { holder, step } = placeOf(root, steps, number)
  valueAt(holder, step, steps, number)
  if (Array.isArray(holder)) holder.splice(Number(step), 1)
  else delete holder[step]
  return root
}

function replace(root: unknown, steps: readonly string[], value: unknown, number: number): unknown {
  if (steps.length === 0) return value
  const { holder, step } = placeOf(root, steps, number)
  valueAt(holder, step, steps, number)
  if (Array.isArray(holder)) holder[Number(step)] = value
  else holder[step] = value
  return root
}

function move(root: unknown, step: Step): unknown {
  const [from, to] = [fromOf(step), pathOf(step)]
  const { number } = step
  if (to.length > from.length && from.every((one, at) => one === to[at]))
    throw patchErrors.invalid({ number, reason: 'it moves a value into itself' })
  const value = read(root, from, number)
  return add(remove(root, from, number), to, value, number)
}
