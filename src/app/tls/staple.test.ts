import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createResponder } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { connect } from 'node:tls'
import pino from 'pino'
import { askOverNetwork } from '#modules/signing/evidence/ask-revocation.ts'
import { noProofs } from '#modules/signing/pades/proofs.ts'
import { softwareSigner } from '#modules/signing/signers/software-key.ts'
import { toPem } from '#modules/signing/x509/certificate.ts'
import { issueCertificate } from '#modules/signing/x509/issue.ts'
import { answerOcsp, readOcsp } from '#modules/signing/x509/ocsp.ts'
import { stapleProof } from './staple.ts'

const day = (n: number) => new Date(Date.now() + n * 86_400_000)
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const portOf = (server: Server) => (server.address() as AddressInfo).port

/** What the server sends along in a handshake that asks for it. */
async function stapled(port: number): Promise<Buffer | null> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, requestOCSP: true })
  const [answer] = await once(socket, 'OCSPResponse')
  socket.destroy()
  return answer?.length ? answer : null
}

it('what the authority says of a given certificate comes with the handshake, also while the authority is away', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-staple-'))
  const [ca, own] = [pair(), pair()]
  const dates = { notBefore: day(-1), notAfter: day(9) }
  const root = issueCertificate({
    kind: 'root',
    subject: { commonName: 'CA thử' },
    publicKey: ca.publicKey,
    issuerKey: ca.privateKey,
    ...dates,
  })
  const authority = createResponder(async (request, response) => {
    const asked = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>))
    const signer = softwareSigner(root, ca.privateKey, [])
    response.end(await answerOcsp(signer, asked, async () => ({ state: 'good' }), new Date(), day(1)))
  }).listen(0, '127.0.0.1')
  await once(authority, 'listening')
  const certificate = issueCertificate({
    kind: 'server',
    subject: { commonName: 'hsba.test' },
    publicKey: own.publicKey,
    issuer: root,
    issuerKey: ca.privateKey,
    hosts: ['hsba.test'],
    ocspUrl: `http://127.0.0.1:${portOf(authority)}/`,
    ...dates,
  })
  const files = { certificate: join(folder, 'chain.pem'), key: join(folder, 'key.pem') }
  writeFileSync(files.certificate, toPem(certificate) + toPem(root))
  const server = createServer({ cert: toPem(certificate) + toPem(root), key: pem(own.privateKey) })
  let asked = 0
  const stapling = stapleProof(server, files, {
    log: pino({ level: 'silent' }),
    async ask(certificate, issuer) {
      asked++
      if (asked === 1) return askOverNetwork(certificate, issuer, '127.0.0.1')
      if (asked % 2) throw new Error('away')
      return noProofs // its list came instead
    },
    everyMs: 20,
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    let proof = await stapled(portOf(server))
    for (let tries = 0; proof === null && tries < 1000; tries++) proof = await stapled(portOf(server))
    assert.ok(proof, 'nothing was sent along')
    const said = readOcsp(proof)
    assert.equal(said.saidFor(root), true)
    assert.equal(said.statements.find((one) => one.isAbout(certificate, root))?.state, 'good')
    authority.closeAllConnections()
    authority.close()
    for (const before = asked; asked < before + 4; ) await new Promise((settle) => setTimeout(settle, 20))
    assert.ok(await stapled(portOf(server)), 'its last answer serves')
  } finally {
    stapling.stop()
    server.close()
    authority.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
