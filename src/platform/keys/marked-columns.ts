import { readFileSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import type { Config } from '../config.ts'
import { openEnvelope, sealEnvelope } from './envelope.ts'
import { installedKeyring } from './installed.ts'

const Marked = Type.Object({
  table: Type.String({ pattern: '^[a-z_]+$' }),
  column: Type.String({ pattern: '^[a-z_]+$' }),
  /** The columns that name a row: what is encrypted for one row does not open in another. */
  row: Type.Array(Type.String({ pattern: '^[a-z_]+$' }), { minItems: 1 }),
  is: Type.String(),
})
export type MarkedColumn = Static<typeof Marked>

const MarkedFile = Type.Object({
  source: Type.String(),
  encrypted: Type.Array(Marked),
  /** Columns that hold secrets in another way, with the way. */
  otherwise: Type.Record(Type.String(), Type.String()),
})

export function readMarkedColumns(): Static<typeof MarkedFile> {
  const file = new URL('../../../data/security/marked-columns.json', import.meta.url)
  return Value.Parse(MarkedFile, JSON.parse(readFileSync(file, 'utf8')))
}

/** What a value of a row is encrypted as; bytes of its name are written as PostgreSQL writes them, `\x61`. */
export const fieldName = (column: string, row: readonly (string | number)[]): string =>
  `${column} ${row.join(' ')}`

type Places = Pick<Config, 'dataDir' | 'blobUrl' | 'masterKeyFile'>

/** @param column `totp.secret` */
export const sealField = (
  config: Places,
  column: string,
  row: readonly (string | number)[],
  plain: Uint8Array,
): Buffer => sealEnvelope(installedKeyring(config), fieldName(column, row), plain)

export const openField = (
  config: Places,
  column: string,
  row: readonly (string | number)[],
  sealed: Buffer,
): Buffer => openEnvelope(installedKeyring(config), fieldName(column, row), sealed)
