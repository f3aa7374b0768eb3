import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { describe, it } from 'node:test'
import { cameFromBy } from './came-from.ts'

const request = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress, remotePort: 51_034 },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage

describe('whom a request came from', () => {
  it('is the connection, whatever is claimed, when no proxy is trusted', () => {
    const from = cameFromBy(undefined)
    assert.equal(from(request('10.0.0.5', '203.0.113.9')), '10.0.0.5:51034')
    assert.equal(from(request('::ffff:10.0.0.5')), '10.0.0.5:51034')
    assert.equal(from(request('fd00::5')), '[fd00::5]:51034')
  })

  it('is what a trusted proxy tells, and nothing that was told to it', () => {
    const from = cameFromBy('loopback, 10.0.0.0/8')
    assert.equal(from(request('127.0.0.1', '198.51.100.1, 203.0.113.9')), '203.0.113.9')
    assert.equal(from(request('127.0.0.1', '203.0.113.9, 10.1.1.1')), '203.0.113.9')
    assert.equal(from(request('192.0.2.7', '203.0.113.9')), '192.0.2.7:51034')
    assert.equal(from(request('127.0.0.1')), '127.0.0.1:51034')
  })
})
