import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Bundle } from '@medplum/fhirtypes'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { app, goThrough, ids, refusal, register, withSite } from '#tests/support/smart-site.ts'
import type { LaunchAnswer } from './contract.ts'

describe('an application written by others', () => {
  it('is opened from a chart and sees that patient, as far as its scopes and the rights of its person go', () =>
    withSite(async (site) => {
      await register(site, app)
      const page = site.browser()
      await page.login('bacsi')
      const opened = await page.send('POST', '/api/session/launch', {
        body: { client: 'growth', patient: 'patient-2', encounter: 'enc-patient-2' },
      })
      assert.equal(opened.status, 200, JSON.stringify(opened.body))
      const { pathname, search } = new URL((opened.body as LaunchAnswer).url)
      const scope = 'launch openid fhirUser patient/Patient.r patient/Observation.rs?category=laboratory'
      const { client } = await goThrough(site, { url: pathname + search, scope, page })
      assert.ok(client)
      assert.deepEqual([client.patient.id, client.encounter.id], ['patient-2', 'enc-patient-2'])
      assert.match(client.user.fhirUser ?? '', /Practitioner\/practitioner-bacsi$/)
      assert.equal(client.state.tokenResponse['need_patient_banner'], true)
      assert.equal((await client.request<{ id: string }>('Patient/patient-2')).id, 'patient-2')
      assert.deepEqual(ids(await client.request<Bundle>('Observation')), ['lab-patient-2'])
      assert.equal((await client.request<{ id: string }>('Observation/lab-patient-2')).id, 'lab-patient-2')
      for (const path of [
        'Observation/vital-patient-2',
        'Observation/lab-patient-benhnhan',
        'Patient/patient-benhnhan',
      ])
        assert.equal(await refusal(client.request(path)), 403, path)
      assert.deepEqual(ids(await client.request<Bundle>('Encounter')), [])
      assert.deepEqual(
        ids(await client.request<Bundle>('Observation?_revinclude=*&_include=Observation:subject')),
        ['lab-patient-2', 'patient-2'],
      )
      const token = String(client.state.tokenResponse['access_token'])
      const outside = await fetch(`${site.origin}/api/session`, { headers: { authorization: `Bearer ${token}` } })
      assert.equal(outside.status, 403)
      const again = await goThrough(site, { url: pathname + search, scope, page })
      assert.equal(again.refused, 'identity.interactionGone', 'a launch counts once')
    }))

  it('stands alone: the person chooses the patient, a patient is bound to the own record', () =>
    withSite(async (site) => {
      await register(site, app)
      const doctor = site.browser()
      await doctor.login('bacsi')
      const scope = 'launch/patient patient/Observation.rs'
      const visit = { url: '/launch', scope, page: doctor }
      const none = await goThrough(site, visit)
      assert.equal((none.details as { choosePatient: boolean }).choosePatient, true)
      assert.equal(none.refused, 'identity.patientNeeded')
      const chosen = await goThrough(site, { ...visit, decision: { allow: true, patient: 'patient-2' } })
      assert.ok(chosen.client)
      assert.deepEqual(ids(await chosen.client.request<Bundle>('Observation')), [
        'lab-patient-2',
        'vital-patient-2',
      ])
      const patient = site.browser()
      await patient.login('benhnhan')
      const own = await goThrough(site, {
        ...visit,
        page: patient,
        decision: { allow: true, patient: 'patient-2' },
      })
      assert.equal(own.client?.patient.id, 'patient-benhnhan')
    }))

  it('gets nothing that its registration does not allow', () =>
    withSite(async (site) => {
      await register(site, { ...app, scopes: ['patient/Observation.rs?category=laboratory'] })
      const page = site.browser()
      await page.login('benhnhan')
      const { client } = await goThrough(site, {
        url: '/launch',
        scope: 'launch/patient patient/*.cruds patient/Observation.rs?category=laboratory system/*.rs',
        page,
      })
      assert.ok(client)
      const given = String(client.state.tokenResponse['scope'])
      assert.ok(!given.includes('cruds') && !given.includes('system/'), given)
      assert.deepEqual(ids(await client.request<Bundle>('Observation')), ['lab-patient-benhnhan'])
    }))
})

describe('a backend service', () => {
  it('proves itself by a signed assertion, reads the types of its scopes, and is introspected and closed', () =>
    withSite(async (site) => {
      const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true })
      const keys = [{ ...(await exportJWK(publicKey)), alg: 'ES384', use: 'sig', kid: 'k1' }]
      await register(site, {
        id: 'thongke',
        name: 'Thống kê',
        kind: 'system',
        scopes: ['system/*.rs'],
        roles: ['system'],
        jwks: { keys },
      })
      const { secret = '' } = await register(site, {
        id: 'kho',
        name: 'Kho',
        kind: 'system',
        scopes: ['system/*.rs'],
      })
      const assertion = await new SignJWT({})
        .setProtectedHeader({ alg: 'ES384', kid: 'k1', typ: 'JWT' })
        .setIssuer('thongke')
        .setSubject('thongke')
        .setAudience(`${site.origin}/oauth/token`)
        .setJti(crypto.randomUUID())
        .setExpirationTime('4m')
        .sign(privateKey)
      const asked = await fetch(`${site.origin}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          scope: 'system/Observation.rs',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertion,
        }),
      })
      const { access_token: token, scope } = (await asked.json()) as { access_token: string; scope: string }
      assert.deepEqual([asked.status, scope], [200, 'system/Observation.rs'])
      const read = async (path: string) => {
        const answer = await fetch(`${site.iss}/${path}`, { headers: { authorization: `Bearer ${token}` } })
        return { status: answer.status, body: (await answer.json()) as Bundle }
      }
      assert.equal(ids((await read('Observation')).body).length, 4)
      assert.deepEqual(ids((await read('Patient')).body), [])
      assert.equal((await read('Patient/patient-2')).status, 403)
      const introspect = async (basic: string) => {
        const answer = await fetch(`${site.origin}/oauth/introspect`, {
          method: 'POST',
          headers: { authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
          body: new URLSearchParams({ token }),
        })
        return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
      }
      assert.equal((await introspect('kho:wrong')).status, 401)
      const told = await introspect(`kho:${secret}`)
      assert.deepEqual(
        [told.body['active'], told.body['client_id'], told.body['scope']],
        [true, 'thongke', 'system/Observation.rs'],
      )
      const admin = site.browser()
      await admin.login('quantri')
      await admin.send('PUT', '/api/accounts/clients/thongke', { body: { active: false } })
      await new Promise((settle) => setTimeout(settle, 600))
      assert.deepEqual((await introspect(`kho:${secret}`)).body, { active: false })
      assert.equal((await read('Observation')).status, 401)
    }))

  it('is told what there is, and nothing that is not', () =>
    withSite(async (site) => {
      const found = (await (await fetch(`${site.iss}/.well-known/smart-configuration`)).json()) as {
        capabilities: string[]
        introspection_endpoint: string
      }
      for (const one of [
        'launch-ehr',
        'launch-standalone',
        'context-ehr-patient',
        'permission-v2',
        'permission-patient',
      ])
        assert.ok(found.capabilities.includes(one), one)
      assert.equal(found.introspection_endpoint, `${site.origin}/oauth/introspect`)
    }))
})
