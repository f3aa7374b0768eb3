// Measures backup and restore of a database of about a gigabyte: `node tools/measure-backup.ts [megabytes]`.
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { restoreInto } from '#platform/backup/restore.ts'
import { planRestore } from '#platform/backup/restore-plan.ts'
import { askRestored, keepDatabase } from '../tests/support/backup.ts'

const megabytes = Number(process.argv[2] ?? 1000)
const tell = (what: string, value: string | number) => process.stdout.write(`${what.padEnd(46)} ${value}\n`)
const seconds = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const startedAt = performance.now()
  const value = await work()
  return [Math.round((performance.now() - startedAt) / 100) / 10, value]
}

tell('load of the machine (1 minute)', loadavg()[0]?.toFixed(1) ?? '')
const kept = await keepDatabase()
try {
  const rows = Math.round((megabytes * 1024) / 0.72)
  for (let done = 0; done < rows; done += 50_000) await kept.write(Math.min(50_000, rows - done))
  const [caught] = await seconds(() => kept.caughtUp())
  tell('log behind after the writing, s', caught)
  const [full, base] = await seconds(() => kept.base('full'))
  tell(
    'full base, s',
    `${full} (${Math.round(base.bytes / 2 ** 20)} MB, ${Math.round(base.addedBytes / 2 ** 20)} MB stored)`,
  )
  await kept.write(Math.round(rows / 100))
  const [part, second] = await seconds(() => kept.base('incremental'))
  tell('base after 1 % more rows, s', `${part} (${Math.round(second.addedBytes / 2 ** 20)} MB stored)`)
  const lags: number[] = []
  for (let n = 0; n < 40; n++) {
    await kept.write(50)
    const { rows: at } = await kept.db.query<{ lsn: string }>('select pg_current_wal_flush_lsn()::text as lsn')
    const [high = '', low = ''] = (at[0]?.lsn ?? '').split('/')
    const lsn = Number.parseInt(high, 16) * 2 ** 32 + Number.parseInt(low, 16)
    const startedAt = performance.now()
    await kept.keeper.until(lsn, 60)
    lags.push(Math.round(performance.now() - startedAt))
  }
  lags.sort((a, b) => a - b)
  tell('commit to copy (0.1 s turns), ms', `median ${lags[20]}, most ${lags.at(-1)}`)
  const [time, restored] = await seconds(async () =>
    restoreInto(kept.vault, await planRestore(kept.vault, {}), join(kept.root, 'restored')),
  )
  tell(
    'restore to the last second, s',
    `${time} (files ${restored.filesMs} ms, recovery ${restored.recoveryMs} ms)`,
  )
  const [found] = await askRestored<{ n: number }>(restored.folder, 'select count(*)::int as n from note')
  const { rows: live } = await kept.db.query<{ n: number }>('select count(*)::int as n from note')
  tell('rows live and restored', `${live[0]?.n} ${found?.n}`)
} finally {
  await kept.close()
}
tell('load of the machine (1 minute)', loadavg()[0]?.toFixed(1) ?? '')
