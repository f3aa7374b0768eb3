import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { describe, it } from 'node:test'
import { readConfig } from './config.ts'
import { ownFhirPath } from './own-address.ts'

const config = readConfig({ LANONG_PORT: '8080', LANONG_PUBLIC_URL: 'https://benhvien.example' })
const path = (reference: string, reachedAt?: { host: string; port: number | undefined }) =>
  ownFhirPath(config, reachedAt, reference)

describe('addresses of this server', () => {
  it('are known by every name and port it has', () => {
    for (const base of [
      'http://127.0.0.1:8080',
      'HTTP://LOCALHOST:8080',
      'http://localhost.:8080',
      'http://127.9.9.9:8080',
      'http://2130706433:8080',
      'http://[::1]:8080',
      'http://[::ffff:127.0.0.1]:8080',
      'http://0.0.0.0:8080',
      'http://someone@localhost:8080',
      'https://benhvien.example',
      'https://benhvien.example:443',
      'http://benhvien.example',
      `http://${hostname()}:8080`,
    ])
      assert.equal(path(`${base}/fhir/R4/Encounter/e1`), 'Encounter/e1', base)
    assert.equal(path('http://ehr:9000/fhir/R4/Patient/p1/_history/2'), undefined)
    assert.equal(
      path('http://ehr:9000/fhir/R4/Patient/p1/_history/2', { host: 'ehr:9000', port: undefined }),
      'Patient/p1/_history/2',
    )
    assert.equal(path('http://localhost:4711/fhir/R4/Patient/p1', { host: 'ehr', port: 4711 }), 'Patient/p1')
  })

  it('are not those of other servers, of another program on this machine, or no addresses at all', () => {
    for (const other of [
      'https://benhvien-khac.example/fhir/R4/Encounter/e1',
      'http://127.0.0.1:8081/fhir/R4/Encounter/e1',
      'http://127.0.0.1:8080/pictures/e1',
      'urn:uuid:3f2b',
      'Encounter/e1',
      'http://',
    ])
      assert.equal(path(other), undefined, other)
  })

  it('in odd spellings name nothing, so that no rule is gone round', () => {
    for (const odd of [
      'http://127.0.0.1:8080/fhir/R4/Encounter/e1?x=1',
      'http://127.0.0.1:8080/fhir/R4/Encounter/e1#part',
      'http://127.0.0.1:8080/fhir/R4/Encounter/e1/.',
      'http:\\\\127.0.0.1:8080\\fhir\\R4\\Encounter\\e1',
      'http://127.0.0.1:8080//fhir/R4/Encounter/e1',
      'http://127.0.0.1:8080/FHIR/r4/Encounter/e1',
    ])
      assert.equal(path(odd), '', odd)
    assert.equal(path('http://127.0.0.1:8080/fhir/R4/%45ncounter/e1'), '%45ncounter/e1')
  })
})
