import { Gauge, type Registry } from 'prom-client'
import { readStatus } from '#platform/backup/status.ts'

/** How old the copies are, for alarms. `min` over the workers: they all read the same file. */
export function backupFigures(registry: Registry, dataDir: string): void {
  const behind = new Gauge({
    name: 'lanong_backup_behind_seconds',
    help: 'Age of the newest data that is in a copy of the backup',
    labelNames: ['copy'],
    aggregator: 'min',
    registers: [registry],
    async collect() {
      const status = await readStatus(dataDir)
      this.reset()
      for (const copy of ['here', 'elsewhere'] as const) {
        const safeAt = status?.[copy]?.safeAt
        if (safeAt) this.set({ copy }, (Date.now() - safeAt) / 1000)
      }
    },
  })
  const base = new Gauge({
    name: 'lanong_backup_base_age_seconds',
    help: 'Age of the newest base backup',
    aggregator: 'min',
    registers: [registry],
    async collect() {
      const last = (await readStatus(dataDir))?.bases.at(-1)
      this.reset()
      if (last) this.set((Date.now() - last.endedAt) / 1000)
    },
  })
  behind.reset()
  base.reset()
}
