import { type Zippable, zipSync } from 'fflate'
import { toPem } from '../x509/certificate.ts'
import type { Trust } from '../x509/chain.ts'
import { trustFolder } from './format.ts'

/** Kinds of file that are small already. */
const packed = /\.(pdf|jpe?g|png|p7s)$/

/** One ZIP file, entries in the order given. */
export function buildZip(files: ReadonlyMap<string, Buffer>, at: Date): Buffer {
  const zip: Zippable = {}
  for (const [path, bytes] of files) zip[path] = [bytes, { mtime: at, level: packed.test(path) ? 0 : 6 }]
  return Buffer.from(zipSync(zip))
}

/** Root certificates as files that travel with what they signed. */
export function rootPems({ roots }: Pick<Trust, 'roots'>): readonly (readonly [path: string, pem: Buffer])[] {
  return roots.map((root, n) => [`${trustFolder}root${n === 0 ? '' : `-${n + 1}`}.pem`, Buffer.from(toPem(root))])
}
