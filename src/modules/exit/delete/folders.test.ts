import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { clearFolder, requireOutside } from './folders.ts'

const root = mkdtempSync(join(tmpdir(), 'lanong-folders-'))
after(() => rmSync(root, { recursive: true, force: true }))

function made(...parts: string[]): string {
  const path = join(root, ...parts)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'file'), 'x')
  return path
}

describe('the folders of a deletion', () => {
  it('hold no export and no certificate, by whatever way one comes to them', () => {
    const data = made('data')
    const inside = made('data', 'handed-over')
    const outside = made('data-of-others')
    symlinkSync(data, join(root, 'way'))
    for (const path of [data, inside, join(root, 'way', 'handed-over'), join(root, 'way', 'new.pdf')])
      assert.throws(() => requireOutside([path], [data]), { code: 'exit.inside' })
    assert.throws(() => requireOutside([inside], [join(root, 'way')]), { code: 'exit.inside' })
    requireOutside([outside, join(root, 'new.pdf')], [data])
  })

  it('keep the copies of the backup, however deep they lie, and nothing beside them', () => {
    const data = made('house')
    const backup = made('house', 'keep', 'copies', 'backup')
    const beside = made('house', 'keep', 'beside')
    clearFolder(data, join(data, 'keep', 'copies', 'backup'))
    assert.equal(existsSync(join(backup, 'file')), true)
    assert.deepEqual([existsSync(beside), existsSync(join(data, 'file'))], [false, false])
  })

  it('keep the way to copies that lie elsewhere', () => {
    const data = made('linked')
    const copies = made('disk', 'copies')
    symlinkSync(copies, join(data, 'backup'))
    clearFolder(data, join(data, 'backup'))
    assert.equal(existsSync(join(copies, 'file')), true)
    assert.deepEqual([existsSync(join(data, 'backup')), existsSync(join(data, 'file'))], [true, false])
  })
})
