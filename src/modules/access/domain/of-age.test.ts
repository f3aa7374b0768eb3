import assert from 'node:assert/strict'
import { it } from 'node:test'
import { ofAge } from './of-age.ts'

for (const [born, grown] of [
  ['2010-11-23', '2028-11-23'],
  ['2008-02-29', '2026-03-01'],
  ['2010-02', '2028-02-01'],
  ['2010', '2028-01-01'],
] as const)
  it(`born ${born} is of age on ${grown}`, () => assert.equal(ofAge(born), grown))
