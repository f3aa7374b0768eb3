import { readFileSync } from 'node:fs'
import type { LookupFunction } from 'node:net'
import { type ConnectionOptions, connect } from 'node:tls'
import type { Config } from '#platform/config.ts'
import { insideRules } from '#platform/outbound/address-rules.ts'
import { checkedLookup, refuseInTraining } from '#platform/outbound/send.ts'

const patienceMs = 15_000

/** An option of `tls.connect` that its types lack. */
interface HalfOpen {
  readonly allowHalfOpen: true
}

export interface Target {
  readonly host: string
  readonly port: number
  readonly ca: Buffer | undefined
  readonly inside?: string | undefined
}

/** Where the journal goes; undefined when nothing is set. */
export function targetOf(config: Config): Target | undefined {
  const { socUrl, socCaFile, outboundPrivate } = config
  if (socUrl === undefined) return undefined
  const { hostname, port } = new URL(socUrl)
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || 6514,
    ca: socCaFile === undefined ? undefined : readFileSync(socCaFile),
    inside: outboundPrivate,
  }
}

/**
 * Sends text over a TLS connection of its own and waits until the other side has closed it too. Syslog has no
 * acknowledgement: what was read there is known, not what was stored after it was read (RFC 5425 §4.4, RFC 5424 §8.5).
 * Rejects when anything else happens.
 */
export async function deliver({ host, port, ca, inside }: Target, text: string): Promise<void> {
  refuseInTraining(host)
  return new Promise((settle, fail) => {
    // An address of numbers was written out by the administrator; where a name leads is looked at.
    const lookup = checkedLookup(insideRules([inside, host === 'localhost' ? host : ''].filter(Boolean).join(',')))
    const options: ConnectionOptions & HalfOpen & { lookup: LookupFunction } = {
      ...{ host, port, lookup, minVersion: 'TLSv1.2', allowHalfOpen: true },
    }
    const socket = connect(ca ? { ...options, ca } : options)
    socket.setTimeout(patienceMs, () => socket.destroy(new Error('the other side is silent')))
    let ended = false
    socket.once('secureConnect', () => socket.end(text))
    socket.once('end', () => {
      ended = true
    })
    socket.on('data', () => {})
    socket.once('error', fail)
    socket.once('close', () => {
      if (ended && socket.writableFinished) settle()
      else fail(new Error('the connection broke before everything was read'))
    })
  })
}
