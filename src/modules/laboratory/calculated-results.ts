import type { Context } from '#platform/context.ts'
import type { Change } from '#store/types.ts'
import { calculatedLexeme, formulas } from './domain/calculated.ts'
import { type LoadedRequisition, resultOf, tubeFor } from './load-requisition.ts'
import { type Answer, numericValue, releasedStatuses, resultObservation, valueText } from './observation.ts'
import { type Calculation, rules } from './rules.ts'
import { settingOf } from './setting-of.ts'

interface Typed {
  readonly requestId: string
  readonly test: string
  readonly answer: Answer | undefined
}

/** Marks a result that the program computed, so that a later typed value is never overwritten. */
export const calculatedBy = (source: string): string => `Tính: ${source}`

/**
 * Tests of this requisition that follow from others (data/rules/laboratory.json), computed again when an
 * input changed. One that was measured and typed stays as typed.
 */
export function calculatedChanges(
  ctx: Context,
  loaded: LoadedRequisition,
  typed: readonly Typed[],
): readonly Change[] {
  const values = knownValues(loaded, typed)
  const changes: Change[] = []
  for (const calculation of rules.calculations) {
    if (!calculation.inputs.some((code) => typed.some((one) => one.test === code))) continue
    const change = changeOf(ctx, loaded, calculation, values, typed)
    if (change) changes.push(change)
  }
  return changes
}

function knownValues(loaded: LoadedRequisition, typed: readonly Typed[]): Map<string, number> {
  const values = new Map<string, number>()
  for (const observation of loaded.observations.values()) {
    const code = observation.code?.coding?.[0]?.code
    const value = numericValue(observation)
    if (code && value !== undefined && observation.status !== 'entered-in-error') values.set(code, value)
  }
  for (const { test, answer } of typed) {
    if (answer?.kind === 'quantity' && !answer.comparator) values.set(test, answer.value)
    else values.delete(test)
  }
  return values
}

function changeOf(
  ctx: Context,
  loaded: LoadedRequisition,
  calculation: Calculation,
  values: Map<string, number>,
  typed: readonly Typed[],
): Change | undefined {
  const place = placeOf(loaded, calculation.test)
  const formula = formulas[calculation.formula]?.(calculation.inputs)
  if (!place || !formula || typed.some((one) => one.test === calculation.test)) return undefined
  const { requestId, test } = place
  const existing = resultOf(loaded, requestId, test.code)
  const method = calculatedBy(formula.source)
  if (existing && (existing.method?.text !== method || releasedStatuses.includes(existing.status)))
    return undefined
  const computed = formula.compute({ results: values, ageYears: loaded.person.ageYears, sex: loaded.person.sex })
  if (computed === undefined || !Number.isFinite(computed)) {
    return existing
      ? { kind: 'update', resource: { ...existing, id: existing.id ?? '', status: 'entered-in-error' } }
      : undefined
  }
  const lexeme = calculatedLexeme(computed, formula.decimals)
  values.set(test.code, Number(lexeme))
  if (existing && valueText(existing) === lexeme) return undefined
  const tube = tubeFor(loaded, requestId, test.specimen)
  if (!tube) return undefined
  const setting = settingOf(ctx, loaded, requestId, tube)
  const range = loaded.book.range(test, loaded.person)
  const answer: Answer = { kind: 'quantity', lexeme, value: Number(lexeme) }
  const resource = resultObservation(existing?.id ?? ctx.newId(), test, answer, range, setting, {
    formula: method,
  })
  return existing
    ? { kind: 'update', resource, ifVersion: Number(existing.meta?.versionId) }
    : { kind: 'create', resource, id: resource.id }
}

/** The request of this requisition that asks for a test. */
function placeOf(loaded: LoadedRequisition, code: string) {
  for (const [requestId, tests] of loaded.tests) {
    const test = tests.find((one) => one.code === code)
    if (test) return { requestId, test }
  }
  return undefined
}
