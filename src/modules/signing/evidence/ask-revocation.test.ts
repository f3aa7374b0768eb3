import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { corpusPeople, daysFromNoon } from '#tests/support/corpus/people.ts'
import { noon } from '#tests/support/database.ts'
import { has, judge } from '#tests/support/signing.ts'
import { softwareSigner } from '../signers/software-key.ts'
import { toPem } from '../x509/certificate.ts'
import { issueCrl } from '../x509/crl.ts'
import { issueCertificate } from '../x509/issue.ts'
import { answerOcsp, ocspRequest } from '../x509/ocsp.ts'
import { isCertificateOf } from '../x509/person.ts'
import { revocationAt } from '../x509/revocation.ts'
import { forgetFailures } from './ask.ts'
import { askOverNetwork } from './ask-revocation.ts'

const people = await corpusPeople()
const { authority } = people
const { root, rootKey } = authority
const revokedAt = daysFromNoon(-1)
const state = { ocsp: 'up', asked: 0 }

const server = createServer(async (request, response) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  if (request.url === '/crl') {
    const revoked = [{ serial: people.victim.certificate.serial, at: revokedAt }]
    return void response.end(issueCrl(root, rootKey, { number: 7, at: noon, next: daysFromNoon(1), revoked }))
  }
  state.asked++
  if (state.ocsp === 'down') return void response.writeHead(500).end()
  const strange = softwareSigner(people.strangeRoot, people.strangeRootKey, [])
  const responder = state.ocsp === 'stranger' ? strange : softwareSigner(root, rootKey, [])
  const answer = await answerOcsp(
    responder,
    Buffer.concat(parts),
    async () => ({ state: 'good' }),
    noon,
    daysFromNoon(1),
  )
  return void response.end(answer)
})
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
after(() => {
  server.closeAllConnections()
  server.close()
})

const certified = (given: { readonly ocspUrl?: string; readonly crlUrl?: string }) =>
  issueCertificate({
    kind: 'signer',
    subject: { commonName: 'BS. Trần Thị Hoa', serialNumber: '001234/HNO-CCHN' },
    publicKey: people.victim.certificate.publicKey,
    issuer: root,
    issuerKey: rootKey,
    notBefore: daysFromNoon(-9),
    notAfter: daysFromNoon(9),
    ...given,
  })

test('a certificate is asked after where it says: one question serves a batch', async () => {
  const certificate = certified({ ocspUrl: `${url}/ocsp`, crlUrl: `${url}/crl` })
  const answer = await askOverNetwork(certificate, root, '127.0.0.1')
  await askOverNetwork(certificate, root, '127.0.0.1')
  assert.equal(state.asked, 1)
  assert.equal(revocationAt(certificate, root, answer, noon).state, 'good')
  assert.equal(revocationAt(people.rsa.certificate, root, answer, noon).state, 'unknown')
})

test('where the responder fails or lies, the list is taken; where there is none, the service is down', async () => {
  for (const how of ['down', 'stranger']) {
    state.ocsp = how
    forgetFailures()
    const certificate = certified({ ocspUrl: `${url}/ocsp`, crlUrl: `${url}/crl` })
    assert.equal((await askOverNetwork(certificate, root, '127.0.0.1')).crls.length, 1)
    forgetFailures()
    await assert.rejects(askOverNetwork(certified({ ocspUrl: `${url}/ocsp` }), root, '127.0.0.1'), {
      code: 'trust-service.down',
    })
  }
  forgetFailures()
  const { crls } = await askOverNetwork(certified({ crlUrl: `${url}/crl` }), root, '127.0.0.1')
  const found = revocationAt(people.victim.certificate, root, { crls }, noon)
  assert.deepEqual([found.state, found.revokedAt], ['revoked', revokedAt])
})

test('openssl reads our question and our answers', {
  skip: has('openssl') ? false : 'openssl is not here',
}, async () => {
  const certificate = certified({})
  const { bytes } = ocspRequest(certificate, root)
  const responder = softwareSigner(root, rootKey, [])
  const answer = await answerOcsp(
    responder,
    bytes,
    async () => ({ state: 'revoked', revokedAt }),
    noon,
    daysFromNoon(1),
  )
  const files = { 'q.der': bytes, 'a.der': answer, 'root.pem': toPem(root), 'c.pem': toPem(certificate) }
  const about = '-issuer root.pem -cert c.pem -CAfile root.pem'
  const said = judge('sh', ['-c', `openssl ocsp ${about} -respin a.der -no_nonce 2>&1`], files)
  assert.match(said, /Response verify OK/, said)
  assert.match(said, /^revoked|: revoked/m, said)
  assert.match(judge('openssl', ['ocsp', '-reqin', 'q.der', '-text', '-noverify'], files), /OCSP Nonce/)
})

test('a certificate is of a person by name, and by number where both have one', () => {
  const certificate = certified({})
  const is = (name: string, ...numbers: string[]) => isCertificateOf(certificate, { name, numbers })
  assert.ok(is('Trần Thị Hoa'))
  assert.ok(is('trần thị  hoa', '001234/HNO-CCHN'))
  assert.ok(!is('Trần Thị Hoa', '009999/HNO-CCHN'))
  assert.ok(!is('Trần Thị Huệ'))
  assert.ok(is('Trần Thị Hoa', '079203001234'))
})
