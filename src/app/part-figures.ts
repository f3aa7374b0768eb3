import { Gauge, type Registry } from 'prom-client'
import { lookedAround } from '#modules/operations/index.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { watched } from './module-list.ts'
import type { OpenServices } from './open-services.ts'

const figures = { green: 0, amber: 1, red: 2 } as const

/** How each part stands, for alarms of others. `max` over the workers: they look at the same. */
export function partFigures(registry: Registry, services: OpenServices): void {
  const ctx = makeContext(services, { facility: 1, actor: systemActor })
  new Gauge({
    name: 'lanong_part_level',
    help: 'How a part stands: 0 green, 1 amber, 2 red; /status says what to do',
    labelNames: ['area', 'part'],
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.reset()
      for (const { area, part, level } of await lookedAround(ctx, watched))
        this.set({ area, part }, figures[level])
    },
  })
}
