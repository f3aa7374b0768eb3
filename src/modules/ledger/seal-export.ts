import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { hospitalFiles, installedTrust, rootPems, sealForYears } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import type { Put } from './export-entries.ts'
import { allSignedHeads } from './list-heads.ts'

const { headPathOf, lastHeadPath } = hospitalFiles

export interface ListedFile {
  readonly path: string
  readonly sha256: string
  readonly size: number
}

/** A put that notes what it was given. */
export function noting(put: Put, listed: ListedFile[]): Put {
  return async (path, bytes) => {
    listed.push({ path, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length })
    await put(path, bytes)
  }
}

/** Every signed head up to the last one, and the roots that signatures are checked by. */
export async function putSealedHeads(ctx: Context, put: Put, last: number): Promise<void> {
  for (const { size, text, signature } of await allSignedHeads(ctx)) {
    if (size > last) continue
    const path = size === last ? lastHeadPath : headPathOf(size)
    await put(path, Buffer.from(text, 'utf8'))
    await put(`${path}.p7s`, signature)
  }
  for (const [path, pem] of rootPems(await installedTrust(ctx))) await put(path, pem)
}

/** The list of all files under the seal of the facility. */
export async function sealExport(
  ctx: Context,
  put: Put,
  files: readonly ListedFile[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { rows } = await sql<{ facility: string }>`
    select code || ' ' || name as facility from facility where id = ${ctx.facility}`.execute(ctx.db)
  const manifest = {
    format: hospitalFiles.hospitalFormat,
    facility: rows[0]?.facility ?? String(ctx.facility),
    madeAt: instantInVietnam(ctx.now()),
    madeBy: ctx.actor.name,
    ...more,
    files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)),
  }
  const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)
  await put('manifest.json', text)
  await put('manifest.json.p7s', await sealForYears(ctx, text))
}
