import { createHash } from 'node:crypto'
import { exportHospital, signHead } from '#modules/ledger/index.ts'
import { installedTrust, sealDetached, verifyHospital } from '#modules/signing/index.ts'
import { filesOf } from '#modules/signing/record-archive/sealed-files.ts'
import type { Context } from '#platform/context.ts'
import { countLeaves, sequenceUntil } from '#store/ledger/sequence.ts'
import { contextOf } from '../support/laboratory.ts'
import { givenArchivedRecord } from '../support/record.ts'
import type { TestClient } from '../support/server.ts'
import { withWholeApp } from '../support/whole-app.ts'
import { type Altered, alter, alterUnderSeal, dice, type Exported, toldBy } from './alter-hospital.ts'

/** A small hospital with two archived records, papers, reads and three signed heads. */
export async function exportedHospital(client: TestClient): Promise<Exported> {
  const ctx = contextOf(client.services)
  const settle = async () => sequenceUntil(ctx, await countLeaves(ctx))
  await givenArchivedRecord(client)
  await settle()
  await signHead(ctx, 'archiving')
  const second = await givenArchivedRecord(client)
  await client.send('GET', `/api/records/${second.encounterId}`)
  await settle()
  await signHead(ctx, 'interval')
  await client.send('GET', '/api/audit')
  const files = new Map<string, Buffer>()
  await exportHospital(ctx, async (path, bytes) => void files.set(path, bytes))
  return files
}

/** The same files under a new list, sealed by the facility. */
export async function relisted(ctx: Context, { files, ...rest }: Altered): Promise<Altered> {
  const again = new Map(files)
  const old = JSON.parse(files.get('manifest.json')?.toString('utf8') ?? '{}') as object
  const listed = [...again]
    .filter(([path]) => !path.startsWith('manifest.json'))
    .map(([path, bytes]) => ({
      path,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
    }))
  const text = Buffer.from(`${JSON.stringify({ ...old, files: listed }, null, 1)}\n`)
  again.set('manifest.json', text).set('manifest.json.p7s', await sealDetached(ctx, text))
  return { ...rest, files: again }
}

export interface AlterationCount {
  readonly tried: Readonly<Record<string, number>>
  /** Alterations that were not found, or found and not named. */
  readonly missed: readonly string[]
}

/** Alters an exported hospital again and again; every second time with the facility's own seal on the new list. */
export async function alterationsRun(
  client: TestClient,
  count: number,
  seed: number,
  each: (altered: Altered, told: readonly string[]) => void = () => {},
): Promise<AlterationCount> {
  const ctx = contextOf(client.services)
  const base = await exportedHospital(client)
  const trust = await installedTrust(ctx)
  const sound = toldBy(verifyHospital(filesOf(base), trust))
  if (sound.length > 0) throw new Error(`the export does not hold from the start: ${sound[0]}`)
  const roll = dice(seed)
  const tried: Record<string, number> = {}
  const missed: string[] = []
  for (let n = 0; n < count; n++) {
    const altered = n % 2 === 0 ? alter(base, roll) : await relisted(ctx, alterUnderSeal(base, roll))
    const what = `${altered.kind}${n % 2 === 0 ? '' : ', under seal'}`
    tried[what] = (tried[what] ?? 0) + 1
    const told = toldBy(verifyHospital(filesOf(altered.files), trust))
    if (!altered.names.some((name) => told.some((line) => line.includes(name))))
      missed.push(`${n} ${what}: ${altered.names.join(' | ')} not in ${told.slice(0, 3).join('; ') || 'nothing'}`)
    each(altered, told)
  }
  return { tried, missed }
}

/** The proof on a database of its own. */
export function alterHospitals(
  count: number,
  seed: number,
  tell: (line: string) => void,
): Promise<AlterationCount> {
  let done = 0
  return withWholeApp((client) =>
    alterationsRun(client, count, seed, () => {
      done += 1
      if (done % 500 === 0) tell(`${done} of ${count}`)
    }),
  )
}
