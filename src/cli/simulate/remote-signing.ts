import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { demoPin, type RemoteSigningSimulator, startDemoRemoteSigning } from '#modules/signing/index.ts'
import type { CommandLine } from '../command.ts'
import { stopSignal } from '../until-stopped.ts'

const clientId = 'lanong'
const faults = ['refuse', 'cut', 'hang', 'garble'] as const

/** The secret of the hospital at the service: made once, kept beside its keys. */
function secretFile(dataDir: string): string {
  const path = join(dataDir, 'remote-signing.secret')
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return path
}

function obey(service: RemoteSigningSimulator, words: readonly string[], say: CommandLine['say']): void {
  const [verb = '', what = '', how = ''] = words
  const fault = faults.find((one) => one === how)
  if (verb === 'yes' || verb === 'no') say(`${service.tap(what, verb === 'yes')} answered`)
  else if (verb === 'delay') service.behaviour.delayMs = Math.max(0, Number(what) || 0)
  else if (verb === 'fail' && fault) service.behaviour.faults = { ...service.behaviour.faults, [what]: fault }
  else if (verb === 'well') Object.assign(service.behaviour, { delayMs: 0, faults: {} })
  else say(usage)
}

const usage = [
  'yes <user> | no <user>   answer what waits in the app of a subscriber (bacsi-app)',
  'delay <milliseconds>     before every answer',
  `fail <method> <how>      ${faults.join(', ')}: fail signatures/signHash cut`,
  'well                     work as it should again',
].join('\n')

/** Serves a simulated remote signing service (CSC API v2) for the staff of the demo hospital until it is stopped. */
export async function simulateRemoteSigning({ config, options, say }: CommandLine): Promise<{ ok: boolean }> {
  const asked = stopSignal()
  const file = secretFile(config.dataDir)
  const service = await startDemoRemoteSigning(
    { config, now: () => new Date() },
    {
      port: Number(options['port'] ?? 8090),
      organization: 'Bệnh viện Đa khoa Ngàn Phố',
      client: { id: clientId, secret: readFileSync(file, 'utf8') },
      onMessage: (user, text) => say(`to the phone of ${user}: ${text}`),
    },
  )
  say(`Subscribers are the user names of the demo hospital; PIN ${demoPin}. Start the hospital with:`)
  say(`  LANONG_REMOTE_SIGNING_URL=${service.url}`)
  say(`  LANONG_REMOTE_SIGNING_CLIENT=${clientId}`)
  say(`  LANONG_REMOTE_SIGNING_SECRET_FILE=${file}\n\n${usage}\n`)
  say(`simulator ready ${service.url}`)
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => obey(service, line.trim().split(/\s+/), say))
  await asked
  lines.close()
  await service.close()
  return { ok: true }
}
