import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { rotateLog } from './rotate-log.ts'

it('a log that is large or old is put aside, and so many pieces are kept', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-log-'))
  const path = join(folder, 'lanong.log')
  const rules = { mostBytes: 100, mostDays: 30, pieces: 3 }
  try {
    assert.equal(rotateLog(path, rules), false, 'nothing is there yet')
    writeFileSync(path, 'short')
    assert.equal(rotateLog(path, rules), false)
    assert.equal(rotateLog(path, rules, Date.now() + 31 * 86_400_000), true, 'it is old')
    for (let n = 0; n < 5; n++) {
      writeFileSync(path, `${n}`.repeat(100))
      assert.equal(rotateLog(path, rules), true, 'it is large')
    }
    assert.deepEqual(readdirSync(folder).sort(), ['lanong.log.1', 'lanong.log.2', 'lanong.log.3'])
    assert.equal(readFileSync(`${path}.1`, 'utf8')[0], '4')
    assert.equal(readFileSync(`${path}.3`, 'utf8')[0], '2')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
