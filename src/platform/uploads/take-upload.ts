import type { Context } from '../context.ts'
import { scanWithClamd } from './clamd.ts'
import { uploadErrors } from './errors.ts'
import { type FileKind, kindOfFile } from './file-kind.ts'
import { quarantine } from './quarantine.ts'
import { countUpload } from './quota.ts'

/** Throws unless the body is a file of one of the kinds, by its content, in which the scanner finds nothing. */
export async function takeUpload(ctx: Context, body: unknown, kinds: readonly FileKind[]): Promise<void> {
  if (!Buffer.isBuffer(body) || body.length === 0) throw uploadErrors.empty()
  const kind = kindOfFile(body)
  if (!kinds.includes(kind)) throw uploadErrors.kind({ kind, wanted: kinds.join(', ') })
  await countUpload(ctx, body.length)
  await refuseInfected(ctx, body)
}

/** Asks the virus scanner where there is one; what it finds is put aside and refused. */
export async function refuseInfected(ctx: Context, bytes: Buffer): Promise<void> {
  const { antivirusUrl, antivirusAway } = ctx.config
  if (antivirusUrl === undefined) return
  const scanned = await scanWithClamd(antivirusUrl, bytes).catch((error: unknown) => {
    ctx.log.error({ err: error, away: antivirusAway }, 'the virus scanner does not answer')
    return undefined
  })
  if (!scanned && antivirusAway === 'refuse') throw uploadErrors.scannerAway()
  if (scanned?.found === undefined) return
  const hash = await quarantine(ctx, bytes, scanned.found)
  ctx.log.warn({ found: scanned.found, hash }, 'an infected file was refused and put aside')
  throw uploadErrors.infected({ name: scanned.found, hash })
}
