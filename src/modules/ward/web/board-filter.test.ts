import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Bed, Lying } from '../board-contract.ts'
import { filterCounts } from './board-filter.ts'

const patient = (more: Partial<Lying>): Lying => ({
  ...{ encounterId: 'e', patientId: 'p', name: 'Lê Văn An', sex: 'male', recordNumber: '26/1', day: 2 },
  ...{ admittedAt: '2026-11-20T08:00:00+07:00', reason: 'Sốt', onLeave: false },
  ...more,
})
const bed = (state: Bed['state'], lying?: Partial<Lying>, isolation = false): Bed => ({
  ...{ id: 'b', name: 'Giường 1', state, isolation },
  ...(lying ? { patient: patient(lying) } : {}),
})

it('a board is narrowed to what is asked for', () => {
  const beds = [
    bed('free'),
    bed('isolated', undefined, true),
    bed('held'),
    bed('taken', { careLevel: '1', warning: { score: 'NEWS2', total: 7, red: false } }, true),
    bed('taken', { careLevel: '2', warning: { score: 'NEWS2', total: 3, red: true } }),
    bed('taken', { careLevel: '3', warning: { score: 'NEWS2', total: 4, red: false }, transferTo: 'Khoa Nhi' }),
    bed('taken', { expectedDischarge: '2026-11-21' }),
    bed('taken', { expectedDischarge: '2026-11-22' }),
  ]
  assert.deepEqual(filterCounts(beds, '2026-11-21'), {
    ...{ all: 8, free: 2, ill: 2, level1: 1, level2: 1, isolation: 2, leaving: 2 },
  })
})
