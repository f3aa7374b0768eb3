import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { after, describe, it } from 'node:test'
import pg from 'pg'
import { runningAddress } from '#platform/db/embedded.ts'
import { freshFolder, runProgram, startProgram } from './support/program.ts'

const folders: string[] = []
const folder = () => {
  const made = freshFolder()
  folders.push(made)
  return made
}
after(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true })
})

/** One line, a code in brackets, exit 1, no stack trace. */
function assertRefused(run: { code: number | null; err: string }, code: string): void {
  assert.equal(run.code, 1)
  const lines = run.err
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('lanong:') || line.includes('    at '))
  assert.equal(lines.length, 1, run.err)
  assert.match(lines[0] ?? '', new RegExp(`\\[${code}\\]$`))
}

describe('the program', () => {
  it('stops cleanly on SIGTERM and starts again on the same folder', async () => {
    const data = folder()
    const first = await startProgram(['demo', '--patients', '0'], data)
    assert.equal((await fetch(`${first.url}/readyz`)).status, 200)
    assert.equal(await first.stop(), 0)
    const second = await startProgram(['demo', '--patients', '0'], data)
    assert.equal(await second.stop(), 0)
  })

  it('runs beside another instance with another folder and refuses one with the same', async () => {
    const data = folder()
    const one = await startProgram(['demo', '--patients', '0'], data)
    const two = await startProgram(['demo', '--patients', '0'], folder())
    assert.notEqual(one.url, two.url)
    assertRefused(await runProgram(['serve'], data), 'folder.inUse')
    await Promise.all([one.stop(), two.stop()])
  })

  it('says in one line that the port is taken', async () => {
    const other = createServer()
    await new Promise<void>((settle) => other.listen(0, '127.0.0.1', settle))
    const { port } = other.address() as { port: number }
    assertRefused(
      await runProgram(['demo', '--patients', '0'], folder(), { LANONG_PORT: String(port) }),
      'start.portInUse',
    )
    other.close()
  })

  it('says in one line that the database is of a newer version', async () => {
    const data = folder()
    const program = await startProgram(['demo', '--patients', '0'], data)
    const client = new pg.Client(runningAddress(data))
    await client.connect()
    await client.query(`insert into migration (name) values ('9999-of-tomorrow.sql')`)
    await client.end()
    await program.stop()
    assertRefused(await runProgram(['serve'], data), 'database.newer')
  })

  it('names every wrong setting', async () => {
    const run = await runProgram(['serve'], folder(), { LANONG_PORT: 'x', LANONG_LOG_LEVEL: 'loud' })
    assert.equal(run.code, 1)
    assert.match(run.err, /LANONG_PORT[\s\S]*LANONG_LOG_LEVEL/)
    assert.doesNotMatch(run.err, / {4}at /)
  })

  it('survives kill -9 and opens the folder again', async () => {
    const data = folder()
    const program = await startProgram(['demo', '--patients', '0'], data)
    await program.kill()
    const again = await startProgram(['demo', '--patients', '0'], data)
    assert.equal(await again.stop(), 0)
  })
})
