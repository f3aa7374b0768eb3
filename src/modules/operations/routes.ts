import type { Context } from '#platform/context.ts'
import { worst } from '#platform/finding.ts'
import type { Api } from '#platform/http/api.ts'
import { settingsInForce } from '#platform/settings-in-force.ts'
import { listAlarms } from './alarms.ts'
import { channelsOf } from './channels.ts'
import { SettingsView, StatusView } from './contract.ts'
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
  api(
    {
      method: 'GET',
      path: '/status/settings',
      permission: 'operations.read',
      summary: 'Every setting in force: value without secrets, default, source, what it is for',
      response: SettingsView,
    },
    ({ ctx }): SettingsView => ({ settings: [...settingsInForce(ctx.config)] }),
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
