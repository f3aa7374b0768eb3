import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileBlobs } from './blobs.ts'
import { toAppError } from './http/problem.ts'

describe('files of documents', () => {
  it('leave nothing behind when the disk is full, and say so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lanong-blobs-'))
    const { open } = fs
    fs.open = async (...given) => {
      const file = await open(...given)
      file.sync = () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }))
      return file
    }
    syncBuiltinESMExports()
    try {
      const error = await fileBlobs(folder).put(Buffer.from('x')).catch(toAppError)
      assert.equal((error as { code: string }).code, 'disk.full')
      const left = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
        (one) => one.isFile() && one.name !== 'journal',
      )
      assert.deepEqual(left, [])
    } finally {
      fs.open = open
      syncBuiltinESMExports()
      rmSync(folder, { recursive: true })
    }
  })
})
