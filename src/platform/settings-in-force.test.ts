import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ConfigSchema, readConfig } from './config.ts'
import { settingsInForce } from './settings-in-force.ts'

const inForce = (env: Record<string, string>) =>
  new Map(settingsInForce(readConfig(env)).map((one) => [one.name, one]))

describe('the settings in force', () => {
  it('are all there, each with what it is for in both languages', () => {
    const all = inForce({})
    assert.equal(all.size, Object.keys(ConfigSchema.properties).length)
    const silent = [...all.values()].filter(({ about }) => about.vi === '' || about.en === '')
    assert.deepEqual(
      silent.map(({ name }) => name),
      [],
      'write it into data/settings.vi.json',
    )
  })

  it('say where their value comes from', () => {
    const all = inForce({ LANONG_PORT: '9090', LANONG_TLS_KEY_FILE: '/no/such/key' })
    const told = (name: string) => {
      const { value, default: usual, from, file } = all.get(name) ?? {}
      return [value, usual, from, file]
    }
    assert.deepEqual(told('LANONG_PORT'), ['9090', '8080', 'environment', undefined])
    assert.deepEqual(told('LANONG_WORKERS'), ['1', '1', 'default', undefined])
    assert.deepEqual(told('LANONG_SOC_URL'), ['', '', 'none', undefined])
    assert.deepEqual(told('LANONG_TLS_KEY_FILE'), ['/no/such/key', '', 'environment', 'missing'])
  })

  it('hold no secret, wherever in an address it stands', () => {
    const secrets = {
      LANONG_DATABASE_URL: 'postgresql://lanong:hush:@1@a,b:5432/x?sslmode=require&password=hush2',
      LANONG_DATABASE_REPLICA_URL: 'postgresql://:hush@c/x',
      LANONG_ALARM_WEBHOOK: 'https://hooks.example/services/hush/3',
      LANONG_MESSAGE_URL: 'https://user:hush@sms.example/hush?key=hush',
      LANONG_TRACE_URL: 'https://u:hush@collector.example/v1/traces?token=hush',
    }
    const all = [...inForce(secrets).values()]
    assert.deepEqual(
      all.filter(({ value }) => value.includes('hush')).map(({ name, value }) => [name, value]),
      [],
    )
    const value = (name: string) => all.find((one) => one.name === name)?.value
    assert.equal(value('LANONG_DATABASE_URL'), 'postgresql://…@a,b:5432/x?sslmode=require&password=…')
    assert.equal(value('LANONG_ALARM_WEBHOOK'), 'https://hooks.example/…')
    assert.equal(value('LANONG_TRACE_URL'), 'https://…@collector.example/v1/traces?token=…')
  })
})
