import { readFileSync } from 'node:fs'
import { cleanText } from '#fhir/sdc/index.ts'
import type { Context } from '#platform/context.ts'
import { requirePermission } from '#platform/permission.ts'
import type { Phrase } from './contract.ts'
import { tables } from './tables.ts'

const file = new URL('../../../data/rules/abbreviations.json', import.meta.url)
const { phrases: shipped } = JSON.parse(readFileSync(file, 'utf8')) as {
  phrases: readonly { readonly short: string; readonly text: string }[]
}

/** Phrases of the person and of the facility; where the same letters stand in both, the person's own come first. */
export async function listPhrases(ctx: Context): Promise<Phrase[]> {
  const rows = await tables(ctx)
    .selectFrom('phrase')
    .select(['owner', 'short', 'text', 'abbreviation'])
    .where('facility', '=', ctx.facility)
    .where('owner', 'in', ['', ctx.actor.id])
    .orderBy('owner', 'desc')
    .orderBy('short')
    .execute()
  const kept = rows.map(
    ({ owner, ...phrase }): Phrase => ({ ...phrase, scope: owner === '' ? 'facility' : 'own' }),
  )
  const changed = new Set(kept.filter(({ scope }) => scope === 'facility').map(({ short }) => short))
  const usual = shipped
    .filter(({ short }) => !changed.has(short))
    .map((one): Phrase => ({ ...one, scope: 'facility', abbreviation: true }))
  return [...kept, ...usual]
}

const ownerOf = (ctx: Context, scope: Phrase['scope']): string => {
  if (scope === 'own') return ctx.actor.id
  requirePermission(ctx.actor, 'forms.manage')
  return ''
}

/** Writes a phrase of one's own, or of the facility with the permission for it. */
export async function savePhrase(ctx: Context, phrase: Phrase): Promise<Phrase> {
  const owner = ownerOf(ctx, phrase.scope)
  const short = cleanText(phrase.short, false)
  const text = cleanText(phrase.text)
  const row = { text, abbreviation: phrase.abbreviation, changed_at: ctx.now(), changed_by: ctx.actor.id }
  await tables(ctx)
    .insertInto('phrase')
    .values({ facility: ctx.facility, owner, short, ...row })
    .onConflict((conflict) => conflict.columns(['facility', 'owner', 'short']).doUpdateSet(row))
    .execute()
  return { ...phrase, short, text }
}

export async function removePhrase(ctx: Context, short: string, scope: Phrase['scope']): Promise<void> {
  const owner = ownerOf(ctx, scope)
  await tables(ctx)
    .deleteFrom('phrase')
    .where('facility', '=', ctx.facility)
    .where('owner', '=', owner)
    .where('short', '=', short.normalize('NFC'))
    .execute()
}
