import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { findAuditEvents } from '#modules/audit/index.ts'
import { withContext } from '#tests/support/database.ts'
import { configurationOf, noteConfiguration } from './note-configuration.ts'

it('a change of a setting, a policy or a role is an event that says what, and a start without one is none', async () => {
  const root = mkdtempSync(join(tmpdir(), 'lanong-data-'))
  try {
    cpSync(fileURLToPath(new URL('../../data/', import.meta.url)), root, { recursive: true })
    await withContext(async (ctx, services) => {
      const told = async () =>
        (await findAuditEvents(ctx, [['subtype', 'configuration']])).events.map(
          ({ detail }) => detail?.['changed'],
        )
      const config = { ...services.config, databaseUrl: 'postgresql://lanong:bi-mat@db.local/lanong' }
      await noteConfiguration(services, configurationOf(config, root))
      await noteConfiguration(services, configurationOf(config, root))
      assert.deepEqual(await told(), ['first start'])
      writeFileSync(join(root, 'access', 'policies', '90-own.json'), '{}')
      await noteConfiguration(services, configurationOf(config, root))
      writeFileSync(join(root, 'roles', 'doctor.json'), '{}')
      const other = {
        ...config,
        sessionIdleMinutes: 3,
        databaseUrl: 'postgresql://lanong:doi-roi@db.local/lanong',
      }
      await noteConfiguration(services, configurationOf(other, root))
      assert.deepEqual(await told(), ['data/roles setting.sessionIdleMinutes', 'data/access', 'first start'])
      const { events } = await findAuditEvents(ctx, [['subtype', 'configuration']])
      assert.equal(JSON.stringify(events).includes('bi-mat'), false)
      assert.equal(JSON.stringify(events).includes('doi-roi'), false)
      assert.equal(events[0]?.detail?.['setting.sessionIdleMinutes'], '3')
    })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
