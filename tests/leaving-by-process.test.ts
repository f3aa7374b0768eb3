import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { killExits, passwordFile } from './proofs/exit-kill.ts'
import { freshFolder, runProgram } from './support/program.ts'

describe('leaving with processes that are killed', () => {
  const root = freshFolder('lanong-killed-exit-')
  const here = join(root, 'here')
  after(() => rmSync(root, { recursive: true, force: true }))

  it('goes on after kill -9 of the export and of the import, and what arrived is equal', async () => {
    const { faults, exportKills, importKills, rows, equal } = await killExits(root, { kills: 2, resources: 8_000 })
    assert.deepEqual(faults, [])
    assert.ok(exportKills >= 1 && importKills >= 1, `${exportKills} exports, ${importKills} imports were killed`)
    assert.ok(rows > 16_000 && equal > 20, `${rows} rows, ${equal} files`)
  })

  it('deletes the installation after its export only, with the words typed and two persons, and leaves the certificate', async () => {
    const [last, certificate, password] = [join(root, 'last'), join(root, 'certificate.pdf'), passwordFile(root)]
    const deletion = (folder: string, confirm: string, second = 'cntt') => [
      ...['delete-all', '--after-export', folder, '--confirm', confirm, '--certificate', certificate],
      ...['--first', `giamdoc:${password}`, '--second', `${second}:${password}`],
    ]
    const exported = await runProgram(['export', '--all', last], here)
    assert.equal(exported.code, 0, exported.err)
    const phrase = `XÓA TOÀN BỘ ${/"facility":\s*"(\S+)/.exec(readFileSync(join(last, 'manifest.json'), 'utf8'))?.[1]}`
    for (const [words, code] of [
      [deletion(last, 'XÓA'), 'exit.phrase'],
      [deletion(last, phrase, 'giamdoc'), 'exit.samePerson'],
      [deletion(here, phrase), 'exit.inside'],
    ] as const) {
      const refused = await runProgram(words, here)
      assert.notEqual(refused.code, 0)
      assert.match(refused.err, new RegExp(code))
      assert.equal(existsSync(certificate), false)
    }
    const done = await runProgram(deletion(last, phrase), here)
    assert.equal(done.code, 0, done.err)
    assert.match(done.out, /still there/)
    assert.equal(readFileSync(certificate).subarray(0, 5).toString(), '%PDF-')
    assert.deepEqual(
      readdirSync(here, { recursive: true, withFileTypes: true }).filter(
        (one) => one.isFile() && !one.parentPath.includes('backup'),
      ),
      [],
    )
    const verified = await runProgram(['verify', last], join(root, 'nowhere'))
    assert.equal(verified.code, 0, verified.out)
  })
})
