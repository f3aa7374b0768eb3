import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { placeName, placesOf } from './hosts.ts'

const strings = (connectionString: string) => placesOf({ connectionString }).map((place) => place.connectionString)

describe('the servers of a database address', () => {
  it('are told apart as libpq tells them', () => {
    assert.deepEqual(
      strings('postgresql://lanong:s%40@a:5432,b/hospital?target_session_attrs=read-write&sslmode=require'),
      [
        'postgresql://lanong:s%40@a:5432/hospital?sslmode=require',
        'postgresql://lanong:s%40@b/hospital?sslmode=require',
      ],
    )
    assert.deepEqual(strings('postgres://a,[::1]:5433/x'), ['postgres://a/x', 'postgres://[::1]:5433/x'])
    assert.deepEqual(strings('postgresql://u@/x?host=/run/postgresql'), ['postgresql://u@/x?host=/run/postgresql'])
    assert.deepEqual(placesOf({ host: '/run/a', user: 'u' }), [{ host: '/run/a', user: 'u' }])
  })

  it('must be asked for the one that takes writes', () => {
    assert.throws(() => strings('postgresql://u@a,b/x?target_session_attrs=standby'), {
      code: 'database.badTarget',
    })
  })

  it('are named without user and password', () => {
    assert.equal(placeName({ connectionString: 'postgresql://lanong:secret@db1:5432/x' }), 'db1:5432')
    assert.equal(placeName({ connectionString: 'postgresql://lanong:secret@/x?host=/run/pg' }), '/run/pg')
    assert.equal(placeName({ host: '127.0.0.1', port: 5 }), '127.0.0.1:5')
  })
})
