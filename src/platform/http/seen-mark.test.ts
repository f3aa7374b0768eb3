import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mayLagOf } from './seen-mark.ts'

const seen = (headers: Record<string, string>) => mayLagOf({ headers })

describe('what a session has seen', () => {
  it('is the mark of its cookie, or nothing yet', () => {
    assert.deepEqual(seen({ cookie: 'lo_session=a; lo_seen=1-1F' }), { seen: 2 ** 32 + 31 })
    assert.deepEqual(seen({ cookie: 'lo_session=a' }), { seen: undefined })
    assert.deepEqual(seen({ cookie: 'lo_seen=what; x=1' }), { seen: undefined })
  })

  it('of a program is what it says; one that says nothing, or nonsense, may read nothing old', () => {
    assert.deepEqual(seen({ authorization: 'Bearer x', 'x-lanong-seen': '0/0' }), { seen: 0 })
    assert.equal(seen({ authorization: 'Bearer x' }), undefined)
    assert.equal(seen({ authorization: 'Bearer x', cookie: 'lo_seen=0-0' }), undefined)
    assert.equal(seen({ authorization: 'Bearer x', 'x-lanong-seen': 'x/y' }), undefined)
  })
})
