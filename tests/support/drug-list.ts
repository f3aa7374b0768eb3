import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { ProposedDrug } from '#modules/order-checks/domain/facts.ts'

const list = new Map(
  readFileSync(new URL('../../data/catalogues/medicines/drugs.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split('\t'))
    .map(([code = '', ingredients = '', strength = '', , route = '']) => [code, { ingredients, strength, route }]),
)

/** A drug of the formulary as somebody proposes to give it. */
export function drug(code: string, dose = 1, timesADay = 1, doseUnit?: string): ProposedDrug {
  const row = list.get(code)
  assert.ok(row, code)
  const ingredients = row.ingredients.split(' + ').map((name) => ({ name }))
  const { strength, route } = row
  return { lineId: code, code, name: code, ingredients, strength, routeCode: route, dose, doseUnit, timesADay }
}
