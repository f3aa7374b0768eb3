import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { it } from 'node:test'
import { freshFolder, startProgram } from './support/program.ts'

it('a container starts with the settings of its file alone, on every address of its network, by HTTPS', async () => {
  const file = readFileSync('deploy/Containerfile', 'utf8')
  const [, , last = ''] = file.split(/^FROM /m)
  const given = Object.fromEntries(
    [...last.matchAll(/\b(LANONG_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
  )
  assert.equal(given['LANONG_HOST'], '0.0.0.0')
  const data = freshFolder('lanong-container-')
  const { LANONG_DATA_DIR: _, ...settings } = given
  const program = await startProgram(['serve'], data, { ...settings, LANONG_BACKUP: 'off' })
  try {
    assert.match(program.url, /^https:/)
  } finally {
    assert.equal(await program.stop(), 0)
    rmSync(data, { recursive: true, force: true })
  }
})
