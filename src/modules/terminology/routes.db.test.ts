import assert from 'node:assert/strict'
import test from 'node:test'
import { makeContext, systemActor } from '#platform/services.ts'
import { withServer } from '#tests/support/server.ts'
import { terminology } from './index.ts'
import { loadStarterCatalogues } from './starter-catalogues.ts'

test('the catalogues answer everybody who is logged in, and nobody else', async () => {
  await withServer([terminology], async ({ send, services }) => {
    await loadStarterCatalogues(makeContext(services, { facility: 1, actor: systemActor }))
    const get = async (url: string) => {
      const answer = await send('GET', url, { as: { permissions: new Set() } })
      assert.equal(answer.status, 200, `${url} ${answer.text.slice(0, 200)}`)
      return (answer.body as { items: Record<string, unknown>[] }).items
    }
    const found = await get('/api/terminology/search?system=icd10&q=tang%20huyet%20ap')
    assert.equal(found[0]?.['code'], 'I10')
    assert.ok((await get('/api/catalogue/lab-tests')).length >= 120)
    assert.ok((await get('/api/catalogue/lab-panels')).length >= 10)
    assert.ok((await get('/api/catalogue/order-sets')).length >= 20)
    assert.equal((await get('/api/catalogue/drugs?q=amlodipin'))[0]?.['label'], 'Amlodipin 5 mg')
    assert.equal((await get('/api/catalogue/services?q=xq%20phoi&limit=1')).length, 1)
    assert.equal((await get('/api/catalogue/wards?q=tu%20my'))[0]?.['name'], 'Xã Tứ Mỹ')
    assert.equal((await get('/api/terminology/list?system=ethnic-group')).length, 55)
    assert.equal((await get('/api/terminology/list?system=province')).length, 34)

    const lookup = await send('GET', '/api/terminology/lookup?system=icd10&code=E11.9')
    assert.match(String((lookup.body as { name: string }).name), /đái tháo đường/)
    const missing = await send('GET', '/api/terminology/lookup?system=icd10&code=E11.9&day=2020-01-01')
    assert.deepEqual(
      [missing.status, (missing.body as { code: string }).code],
      [404, 'terminology.conceptNotFound'],
    )
    assert.equal((await send('GET', '/api/terminology/list?system=nothing')).status, 404)
    assert.equal((await send('GET', '/api/terminology/search?system=icd10&limit=9999')).status, 400)
    assert.equal((await send('GET', '/api/catalogue/drugs', { headers: { 'x-anonymous': '1' } })).status, 401)
  })
})
