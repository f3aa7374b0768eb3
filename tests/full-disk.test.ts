import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { runProgram, startProgram, systemToken } from './support/program.ts'
import { fill, withDisk } from './support/small-disk.ts'

describe('a full disk', () => {
  it('is told in one line at the start', (t) =>
    withDisk(t, 20, async (folder) => {
      for (const words of [['serve'], ['demo', '--patients', '0']]) {
        const run = await runProgram(words, folder)
        assert.equal(run.code, 1)
        assert.match(run.err, /^lanong: [^\n]+ \[disk\.full\]\n$/)
      }
    }))

  it('refuses writes while running, leaves nothing half written, and is over when there is room', (t) =>
    withDisk(t, 700, async (folder) => {
      const program = await startProgram(['demo', '--patients', '0'], folder, { LANONG_DISK_RESERVE_MB: '100' })
      const headers = {
        authorization: `Bearer ${await systemToken(program.url)}`,
        'content-type': 'application/fhir+json',
      }
      const put = async (id: string) => {
        const body = JSON.stringify({ resourceType: 'Basic', id, code: { text: 'x' } })
        const answer = await fetch(`${program.url}/fhir/R4/Basic/${id}`, { method: 'PUT', headers, body })
        return { status: answer.status, text: await answer.text() }
      }
      const filler = join(folder, 'filler')
      try {
        assert.equal((await put('before')).status, 201)
        fill(folder, filler, 60)
        await new Promise((next) => setTimeout(next, 1100))
        const refused = await put('during')
        assert.equal(refused.status, 503)
        assert.match(refused.text, /"code":"disk\.full"/)
        assert.equal((await fetch(`${program.url}/fhir/R4/Basic/before`, { headers })).status, 200)
        assert.equal((await fetch(`${program.url}/fhir/R4/Basic/during`, { headers })).status, 404)
        rmSync(filler)
        await new Promise((next) => setTimeout(next, 1100))
        assert.equal((await put('after')).status, 201)
      } finally {
        assert.equal(await program.stop(), 0)
      }
    }))
})
