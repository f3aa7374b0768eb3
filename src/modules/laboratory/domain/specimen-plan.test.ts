import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accessionNumber, planTubes } from './specimen-plan.ts'

const order = ['BLOOD-CULTURE', 'CITRATE', 'SERUM', 'HEPARIN', 'EDTA', 'FLUORIDE']

describe('planTubes', () => {
  it('asks for one tube per kind, in the order of draw', () => {
    const tubes = planTubes(
      [
        { requestId: 'cbc', specimens: ['EDTA', 'EDTA'] },
        { requestId: 'hba1c', specimens: ['EDTA'] },
        { requestId: 'coag', specimens: ['CITRATE'] },
        { requestId: 'iron', specimens: ['SERUM', 'EDTA'] },
        { requestId: 'new', specimens: ['HAIR'] },
      ],
      order,
    )
    assert.deepEqual(tubes, [
      { specimen: 'CITRATE', requestIds: ['coag'] },
      { specimen: 'SERUM', requestIds: ['iron'] },
      { specimen: 'EDTA', requestIds: ['cbc', 'hba1c', 'iron'] },
      { specimen: 'HAIR', requestIds: ['new'] },
    ])
  })

  it('numbers tubes by day', () => {
    assert.equal(accessionNumber('2026-11-23', 1), '2611230001')
    assert.equal(accessionNumber('2026-02-28', 12_345), '26022812345')
  })
})
