import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { it } from 'node:test'
import type { TSchema } from 'typebox'
import { modules } from '#app/module-list.ts'
import type { Api, RouteSpec } from '#platform/http/api.ts'
import { readMessages } from '#platform/messages.ts'
import { journalRoute } from './keep-journal.ts'
import { termRows } from './keeping/terms.ts'

const texts = { vi: readMessages('vi'), en: readMessages('en') }

const lacking = (keys: readonly string[]) =>
  Object.entries(texts).flatMap(([language, known]) =>
    keys.filter((key) => !(key in known)).map((key) => `${key} in ${language}`),
  )

type Spec = RouteSpec<TSchema, TSchema, TSchema, TSchema>

function allRoutes(): readonly Spec[] {
  const specs: Spec[] = []
  const api: Api = (spec) => void specs.push(spec as unknown as Spec)
  for (const module of modules) module.routes?.(api)
  return specs
}

it('every address that leaves an event has words for what it is about', () => {
  const told = allRoutes().filter((spec) => journalRoute(spec)?.quiet === undefined)
  const areas = new Set(told.map(({ path }) => path.split('/')[1]))
  assert.deepEqual(lacking([...areas].map((area) => `audit.area.${area}`)), [])
})

it('every action that has a term or a kind of its own has words', () => {
  const kinds = readFileSync(new URL('fhir/kinds.ts', import.meta.url), 'utf8')
  const named = [...kinds.matchAll(/'([a-z]+(?:[-.][a-z]+)*)'/g)].flatMap(([, one = '']) =>
    termRows.some(({ actions }) => actions.includes(one)) || /-/.test(one) ? [one] : [],
  )
  const actions = new Set([...named, ...termRows.flatMap((row) => row.actions)])
  assert.deepEqual(lacking([...actions].filter((one) => one !== '*').map((one) => `audit.action.${one}`)), [])
})
