import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import type { Context } from '#platform/context.ts'
import { type Finding, finding } from '#platform/finding.ts'
import { masterKeyFile, readableKeys } from '#platform/keys/keyring.ts'
import { keysInColumns } from '#platform/keys/reseal-columns.ts'

const KeyLife = Type.Object({
  source: Type.String(),
  validFrom: Type.String(),
  /** So many days before it should be changed a key is spoken of. */
  warnDays: Type.Integer({ minimum: 1 }),
  mostDays: Type.Integer({ minimum: 1 }),
  /** Infected files are kept so long for those who look into them. */
  quarantineDays: Type.Integer({ minimum: 1 }),
})

export function keyLife(): Static<typeof KeyLife> {
  const file = new URL('../../../data/security/key-life.json', import.meta.url)
  return Value.Parse(KeyLife, JSON.parse(readFileSync(file, 'utf8')))
}

const dayMs = 86_400_000

/** How old the keys of the installation are, and whether everything that is marked is encrypted. */
export async function protectionFindings(ctx: Context): Promise<readonly Finding[]> {
  const current = readableKeys(masterKeyFile(ctx.config)).at(-1)
  return [
    ...(current ? [age(ctx, 'masterKey', Date.parse(current.madeAt))] : []),
    ...tokenKey(ctx),
    await marked(ctx, current?.id),
  ]
}

function tokenKey(ctx: Context): readonly Finding[] {
  const file = statSync(join(ctx.config.dataDir, 'keys', 'oauth.json'), { throwIfNoEntry: false })
  return file ? [age(ctx, 'tokenKey', file.mtimeMs)] : []
}

function age(ctx: Context, part: 'masterKey' | 'tokenKey', madeAt: number): Finding {
  const { warnDays, mostDays } = keyLife()
  const days = Math.floor((ctx.now().getTime() - madeAt) / dayMs)
  const level = days > mostDays ? 'red' : days > warnDays ? 'amber' : 'green'
  return finding(part, level, `${part}${level === 'green' ? 'Well' : 'Old'}`, {
    days: Math.max(0, days),
    most: mostDays,
  })
}

async function marked(ctx: Context, current: string | undefined): Promise<Finding> {
  const counts = await keysInColumns(ctx.db)
  const plain = counts['plain'] ?? 0
  const old = Object.entries(counts).reduce(
    (sum, [id, n]) => (id === current || id === 'plain' ? sum : sum + n),
    0,
  )
  if (plain > 0) return finding('marked', 'red', 'markedPlain', { count: plain })
  return old > 0
    ? finding('marked', 'amber', 'markedOld', { count: old })
    : finding('marked', 'green', 'markedWell')
}
