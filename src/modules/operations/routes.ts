import type { Context } from '#platform/context.ts'
import { worst } from '#platform/finding.ts'
import type { Api } from '#platform/http/api.ts'
import { listAlarms } from './alarms.ts'
import { channelsOf } from './channels.ts'
import { StatusView } from './contract.ts'
import { lookedAround, type Watched } from './look.ts'

export function operationsRoutes(api: Api, watched: readonly Watched[]): void {
  api(
    {
      method: 'GET',
      path: '/status',
      permission: 'operations.read',
      summary: 'How every part of the installation stands, what to do, and the alarms there were',
      response: StatusView,
    },
    async ({ ctx }) => viewStatus(ctx, watched),
  )
}

async function viewStatus(ctx: Context, watched: readonly Watched[]): Promise<StatusView> {
  const [parts, alarms] = await Promise.all([lookedAround(ctx, watched), listAlarms(ctx)])
  return {
    level: worst(parts),
    parts: [...parts],
    alarms: [...alarms],
    channels: [...channelsOf(ctx.config).keys()],
  }
}
