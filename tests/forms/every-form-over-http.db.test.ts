import assert from 'node:assert/strict'
import { it } from 'node:test'
import { lifeFaults, provenForms } from '../proofs/forms-run.ts'

it('every statutory form is begun, saved, read again the same, signed, finished, and has its paper', async () => {
  assert.deepEqual(await lifeFaults(provenForms()), [])
})
