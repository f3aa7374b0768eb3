import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { metricsAccess } from './metrics-access.ts'

describe('who may read /metrics', () => {
  it('is this machine, but not who comes through a proxy on it', () => {
    const may = metricsAccess(readConfig({}))
    assert.equal(may({ ip: '127.0.0.1', headers: {} }), true)
    assert.equal(may({ ip: '::ffff:127.0.0.1', headers: {} }), true)
    assert.equal(may({ ip: '10.0.0.7', headers: {} }), false)
    assert.equal(may({ ip: '127.0.0.1', headers: { 'x-forwarded-for': '10.0.0.7' } }), false)
    assert.equal(may({ ip: '10.0.0.7', headers: { authorization: 'Bearer ' } }), false)
  })

  it('is who brings the token of the file', () => {
    const file = join(tmpdir(), `lanong-token-${process.pid}`)
    writeFileSync(file, 'so-many-figures\n')
    const may = metricsAccess(readConfig({ LANONG_METRICS_TOKEN_FILE: file }))
    rmSync(file)
    assert.equal(may({ ip: '10.0.0.7', headers: { authorization: 'Bearer so-many-figures' } }), true)
    assert.equal(may({ ip: '10.0.0.7', headers: { authorization: 'Bearer other' } }), false)
  })
})
