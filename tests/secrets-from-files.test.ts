import assert from 'node:assert/strict'
import { it } from 'node:test'
import { ConfigSchema } from '#platform/config.ts'

/** Settings that speak of secrets without holding one. */
const harmless = new Set(['masterKeyFile', 'tlsKeyFile', 'backupKeyFile', 'metricsTokenFile', 'tokenModule'])

it('no setting holds a secret itself: those that need one name a file', () => {
  const names = Object.keys(ConfigSchema.properties)
  const suspicious = names.filter(
    (name) => /secret|token|password|key|credential/i.test(name) && !harmless.has(name),
  )
  assert.deepEqual(
    suspicious.filter((name) => !/File$/.test(name)),
    [],
  )
  for (const name of harmless) assert.ok(names.includes(name), `${name} is a setting`)
})
