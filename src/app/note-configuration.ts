import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findAuditEvents } from '#modules/audit/index.ts'
import type { Config } from '#platform/config.ts'
import { makeContext, type Services, systemActor } from '#platform/services.ts'
import { writeAudit } from '#store/audit.ts'

const data = fileURLToPath(new URL('../../data/', import.meta.url))

/** Folders of files by which the program decides who may do what, how long things are kept, what is checked and noted. */
const folders = ['access', 'audit', 'backup', 'deidentify', 'exit', 'identity', 'roles', 'rules', 'security']

type Told = Readonly<Record<string, string>>

/** How the program is set, as far as it may be told: files by their hash, settings by their value, no password. */
export function configurationOf(config: Config, root = data): Told {
  const files = folders.map((name) => [`data/${name}`, hashOf(join(root, name))] as const)
  const settings = Object.entries(config).flatMap(([name, value]) =>
    value === undefined ? [] : [[`setting.${name}`, withoutPassword(String(value))] as const],
  )
  return Object.fromEntries([...files, ...settings])
}

/** Of an address with a user and a password neither is told. */
const withoutPassword = (value: string) => value.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1…@')

function hashOf(folder: string): string {
  const sum = createHash('sha256')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
  for (const file of files.sort()) sum.update(`${file.slice(folder.length)}\n`).update(readFileSync(file))
  return sum.digest('hex').slice(0, 32)
}

/** An event when the program is set otherwise than at its last start: which settings and files, as they were and as they are. */
export async function noteConfiguration(
  services: Services,
  now = configurationOf(services.config),
): Promise<void> {
  const ctx = makeContext(services, { facility: 1, actor: systemActor })
  const { events } = await findAuditEvents(ctx, [
    ['subtype', 'configuration'],
    ['_count', '1'],
  ])
  const { changed: _changed, ...before } = (events[0]?.detail ?? {}) as Record<string, string>
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])]
  const changed = names.filter((name) => before[name] !== now[name])
  if (changed.length === 0) return
  const detail = { ...now, changed: events.length === 0 ? 'first start' : changed.sort().join(' ') }
  await writeAudit(ctx, { action: 'configuration', outcome: 'success', detail })
}
