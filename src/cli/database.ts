import { commonErrors } from '#kernel/common-errors.ts'
import type { Config } from '#platform/config.ts'
import type { DatabaseAddress } from '#platform/db/connect.ts'
import { externalAddress } from '#platform/db/external.ts'
import { placeName, placesOf } from '#platform/db/hosts.ts'
import { askAll, promote, promoteErrors } from '#platform/db/promote.ts'
import type { Command, CommandLine } from './command.ts'

export const command: Command = {
  usage: 'database <status|promote>',
  summary:
    'Say how the servers of LANONG_DATABASE_URL stand; make the replica the primary after the primary was lost.',
  options: {
    'accept-loss': { type: 'boolean', summary: 'Promote also a replica that lacks acknowledged writes (promote)' },
  },
  async run(line) {
    const [what] = line.words
    if (what === 'status') return status(line)
    if (what === 'promote') return promoteReplica(line)
    throw commonErrors.invalid({ reason: 'lanong database status, or lanong database promote' })
  },
}

function servers(config: Config): readonly DatabaseAddress[] {
  if (!config.databaseUrl) throw promoteErrors.noServers()
  return placesOf(externalAddress(config))
}

async function status({ config, say }: CommandLine) {
  const asked = (await askAll(servers(config))).map(({ found: _, ...told }) => told)
  for (const { place, standing, timeline, reason } of asked)
    say(`${place}: ${standing}${timeline > 0 ? `, timeline ${timeline}` : ''}${reason ? ` (${reason})` : ''}`)
  const writable = asked.filter(({ standing }) => standing === 'takes writes').length
  say(`${asked.length} servers, ${writable} take writes.`)
  return { ok: writable === 1, value: { servers: asked } }
}

async function promoteReplica({ config, say, options }: CommandLine) {
  const acceptLoss = options['accept-loss'] === true
  const { place, timeline } = await promote(servers(config), { dataDir: config.dataDir, acceptLoss })
  say(`${placeName(place)} takes writes, timeline ${timeline}. The old primary must not start again as it is:`)
  say('make it anew as a replica of this one (docs/operations/replica.md).')
  return { ok: true, value: { place: placeName(place), timeline } }
}
