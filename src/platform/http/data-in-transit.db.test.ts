import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { Type } from 'typebox'
import { withServices } from '#tests/support/database.ts'
import type { HospitalModule } from '../module.ts'
import { buildServer } from './server.ts'

const searches: HospitalModule = {
  name: 'searches',
  routes: (api) =>
    api(
      {
        method: 'GET',
        path: '/found',
        summary: 'what was asked',
        permission: 'public',
        query: Type.Object({ text: Type.Optional(Type.String()), count: Type.Optional(Type.Integer()) }),
        response: Type.Unknown(),
      },
      async ({ query }) => query,
    ),
} as HospitalModule

const withReal = (work: (origin: string) => Promise<void>) =>
  withServices(async (services) => {
    const server = await buildServer({
      services,
      modules: [searches],
      webRoot: '/nonexistent',
      authenticate: async () => undefined,
    })
    await server.listen({ port: 0, host: '127.0.0.1' })
    try {
      await work(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}`)
    } finally {
      await server.close()
    }
  })

describe('what is about a person', () => {
  it('is kept by no browser and no proxy on the way, whatever is answered', () =>
    withReal(async (origin) => {
      for (const path of ['/api/found', '/api/found?count=x', '/api/nothing', '/fhir/R4/Patient/1', '/oauth/x']) {
        const answer = await fetch(origin + path)
        assert.equal(answer.headers.get('cache-control'), 'no-store', path)
      }
    }))

  it('need not stand in the address: what is searched for may come in a header', () =>
    withReal(async (origin) => {
      const asked = async (path: string, headers: Record<string, string>) => {
        const answer = await fetch(origin + path, { headers })
        return [answer.status, await answer.json()]
      }
      const search = new URLSearchParams({ text: 'Trần Thị Bưởi & con #1', count: '3' }).toString()
      const found = { text: 'Trần Thị Bưởi & con #1', count: 3 }
      assert.deepEqual(await asked('/api/found', { 'x-query': search }), [200, found])
      assert.equal((await asked('/api/found', { 'x-query': 'count=many' }))[0], 400)
      assert.deepEqual(await asked('/api/found?count=1', { 'x-query': 'count=2' }), [200, { count: 1 }])
    }))
})
