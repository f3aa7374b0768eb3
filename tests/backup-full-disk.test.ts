import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { listBases } from '#platform/backup/write-base.ts'
import { askRestored, keepDatabase } from './support/backup.ts'
import { fill, withDisk } from './support/small-disk.ts'

it(
  'a disk that fills up while backing up: no half backup, the database goes on, and all is kept when there is room',
  {
    timeout: 300_000,
  },
  (t) =>
    withDisk(t, 96, async (disk) => {
      const kept = await keepDatabase({ vaultIn: join(disk, 'vault') })
      try {
        await kept.db.query(`insert into note (text)
        select (select string_agg(md5(n::text || m), '') from generate_series(1, 300) m) from generate_series(1, 1000) n`)
        await kept.base('full')
        const { line } = kept.keeper
        assert.ok(line)
        const filler = join(disk, 'filler')
        fill(disk, filler, 2)
        await assert.rejects(kept.base('full'), (error: { code?: string }) => {
          assert.match(String(error.code), /^(ENOSPC|disk\.full|backup\.\w+)$/)
          return true
        })
        await kept.write(5000)
        assert.equal((await listBases(kept.vault, line.id)).length, 1, 'what was begun is no backup')
        rmSync(filler)
        await kept.caughtUp()
        await new Promise((next) => setTimeout(next, 1100))
        await kept.base('full')
        assert.equal((await listBases(kept.vault, line.id)).length, 2)
        await kept.write(10)
        await kept.caughtUp()
        const { rows } = await kept.db.query<{ n: number; sum: string }>(
          "select count(*)::int as n, md5(string_agg(text, '' order by n)) as sum from note",
        )
        await kept.restore()
        const restored = await askRestored<{ n: number; sum: string }>(
          join(kept.root, 'restored'),
          `select count(*)::int as n, md5(string_agg(text, '' order by n)) as sum from note`,
        )
        assert.deepEqual(restored, rows)
        assert.equal(rows[0]?.n, 6010)
      } finally {
        await kept.close()
      }
    }),
)
