import assert from 'node:assert/strict'
import { it } from 'node:test'
import { narrowSystem } from './scopes.ts'

const held = new Set(['fhir.read', 'fhir.write', 'fhir.export', 'fhir.import'])
const cases: readonly (readonly [string, readonly string[]])[] = [
  ['system/*.*', ['fhir.export', 'fhir.import', 'fhir.read', 'fhir.write']],
  ['system/*.rs', ['fhir.export', 'fhir.read']],
  ['system/*.read', ['fhir.export', 'fhir.read']],
  ['system/*.cud', ['fhir.import', 'fhir.write']],
  ['user/*.*', ['fhir.read', 'fhir.write']],
  ['user/*.rs', ['fhir.read']],
  ['', []],
]

for (const [scope, wanted] of cases)
  it(`a program with ${scope || 'no scope'} may ${wanted.join(', ') || 'nothing'}`, () => {
    assert.deepEqual([...narrowSystem(held, scope.split(' '))].sort(), wanted)
    assert.deepEqual(
      [...narrowSystem(new Set(['fhir.read']), scope.split(' '))].filter((one) => one !== 'fhir.read'),
      [],
    )
  })
