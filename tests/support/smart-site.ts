import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import type { Bundle, Observation } from '@medplum/fhirtypes'
import { access, withAccess } from '#modules/access/index.ts'
import { fhirApi, fhirRoutes } from '#modules/fhir-api/index.ts'
import { withScopes } from '#modules/identity/index.ts'
import { commit } from '#store/commit.ts'
import { type Browser, contextFor, type Hospital, withHospital } from './identity.ts'

interface SmartClient {
  readonly patient: { readonly id: string | null }
  readonly encounter: { readonly id: string | null }
  readonly user: { readonly fhirUser: string | null }
  request<T>(path: string): Promise<T>
  readonly state: { readonly tokenResponse: Readonly<Record<string, unknown>> }
}

interface SmartApi {
  authorize(options: object): Promise<unknown>
  ready(): Promise<SmartClient>
}

/** The client of those who wrote SMART, in its form for servers. */
const smart = createRequire(import.meta.url)('fhirclient') as (
  request: object,
  response: object,
  storage: object,
) => SmartApi

const redirectUri = 'http://127.0.0.1:9/callback'

export interface Site extends Hospital {
  readonly origin: string
  readonly iss: string
}

const observation = (id: string, patient: string, category: string): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: category }] },
  ],
  code: { text: id },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: '2026-11-20T08:00:00+07:00',
})

async function givenPatients({ services }: Hospital): Promise<void> {
  const resources = ['patient-benhnhan', 'patient-2'].flatMap((id) => [
    { resourceType: 'Patient' as const, id, name: [{ text: `Người Bệnh ${id}` }] },
    observation(`lab-${id}`, id, 'laboratory'),
    observation(`vital-${id}`, id, 'vital-signs'),
    {
      resourceType: 'Encounter' as const,
      id: `enc-${id}`,
      status: 'in-progress' as const,
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: { reference: `Patient/${id}` },
      participant: [{ individual: { reference: 'Practitioner/practitioner-bacsi' } }],
      period: { start: '2026-11-23T08:00:00+07:00' },
    },
  ])
  await commit(
    contextFor(services),
    [{ resourceType: 'Practitioner' as const, id: 'practitioner-bacsi' }, ...resources].map((resource) => ({
      kind: 'create' as const,
      resource,
    })),
  )
}

export function withSite(work: (site: Site) => Promise<void>): Promise<void> {
  return withHospital(
    async (hospital) => {
      const origin = await hospital.server.listen({ port: 0, host: '127.0.0.1' })
      await givenPatients(hospital)
      await work({ ...hospital, origin, iss: `${origin}/fhir/R4` })
    },
    {
      modules: [access, fhirApi],
      async mount(server, contextOf) {
        const restrict = (ctx: Parameters<typeof withScopes>[0], purpose?: string) =>
          withScopes(withAccess(ctx, purpose))
        await server.register(async (scope) => fhirRoutes(scope, contextOf, { restrict }), { prefix: '/fhir/R4' })
      },
    },
  )
}

export async function register({ browser }: Site, body: object): Promise<{ secret?: string }> {
  const admin = browser()
  await admin.login('quantri')
  const made = await admin.send('POST', '/api/accounts/clients', { body })
  assert.equal(made.status, 200, JSON.stringify(made.body))
  return made.body as { secret?: string }
}

export const app = {
  id: 'growth',
  name: 'Biểu đồ tăng trưởng',
  kind: 'app',
  redirectUris: [redirectUri],
  launchUri: 'http://127.0.0.1:9/launch',
  scopes: ['patient/*.rs', 'user/*.rs'],
}

interface Visit {
  /** Where the application was opened. */
  readonly url: string
  readonly scope: string
  readonly page: Browser
  readonly decision?: object
}

/** What a browser does between the application and the authorization server. */
export async function goThrough({ origin, iss }: Site, { url, scope, page, decision = { allow: true } }: Visit) {
  const kept = new Map<string, unknown>()
  const storage = {
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: unknown) => kept.set(key, value),
    unset: async (key: string) => kept.delete(key),
  }
  let location = ''
  const response = {
    writeHead: (_: number, headers: { location: string }) => {
      location = headers.location
    },
    end: () => {},
  }
  const at = (address: string) =>
    smart({ headers: { host: '127.0.0.1:9' }, url: address, socket: {} }, response, storage)
  await at(url).authorize({ clientId: 'growth', scope, redirectUri, iss, pkceMode: 'required' })
  const pathOf = (address: string) => address.replace(origin, '').replace('http://localhost:80', '')
  const asked = await page.send('GET', pathOf(location))
  const interaction = pathOf(String(asked.headers['location']))
  const details = await page.send('GET', `${interaction}/details`)
  const decided = await page.send('POST', interaction, { body: decision })
  const { redirectTo } = decided.body as { redirectTo?: string }
  if (!redirectTo) return { refused: decided.code, details: details.body }
  const back = new URL(String((await page.send('GET', pathOf(redirectTo))).headers['location']))
  const client = await at(`${back.pathname}${back.search}`).ready()
  return { client, details: details.body }
}

export const ids = (bundle: Bundle) => (bundle.entry ?? []).map(({ resource }) => resource?.id).sort()
export const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 0,
    (error: { status?: number; statusCode?: number }) => error.statusCode ?? error.status,
  )
