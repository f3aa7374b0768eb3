import { createHash } from 'node:crypto'
import type { Questionnaire } from '@medplum/fhirtypes'
import { canonicalJson } from '#fhir/json.ts'
import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { shippedForms } from '#platform/forms/registry.ts'
import type { Job } from '#platform/module.ts'
import { commit } from '#store/commit.ts'
import { tables } from './tables.ts'

/** A few at a time: the first start of a hospital has other things to do. */
const atOnce = 4

const hashes = new WeakMap<FormEdition, Buffer>()

function hashOf(edition: FormEdition): Buffer {
  const known = hashes.get(edition)
  if (known) return known
  const made = createHash('sha256').update(canonicalJson(edition.questionnaire())).digest()
  hashes.set(edition, made)
  return made
}

const idOf = ({ form, validFrom }: FormEdition) => `${form}-${validFrom}`

/** Facilities whose store holds all that this program ships. */
const whole = new WeakMap<object, Set<number>>()

/**
 * Puts the shipped forms into the store, assembled, so that other systems read them at /fhir/R4/Questionnaire; one
 * that a newer program ships differently is written anew.
 */
export async function publishForms(ctx: Context, most = atOnce): Promise<number> {
  const done = whole.get(ctx.pool) ?? new Set()
  whole.set(ctx.pool, done)
  if (done.has(ctx.facility)) return 0
  const rows = await tables(ctx)
    .selectFrom('published_form')
    .select(['id', 'hash'])
    .where('facility', '=', ctx.facility)
    .execute()
  const stored = new Map(rows.map((row) => [row.id, row.hash]))
  let published = 0
  for (const edition of shippedForms()) {
    if (!edition.isFilled || stored.get(idOf(edition))?.equals(hashOf(edition))) continue
    if (published === most) return published
    await publish(ctx, edition)
    published += 1
  }
  done.add(ctx.facility)
  return published
}

async function publish(ctx: Context, edition: FormEdition): Promise<void> {
  const id = idOf(edition)
  const hash = hashOf(edition)
  const resource = { ...(edition.questionnaire() as Questionnaire), id }
  await ctx.db.transaction().execute(async (db) => {
    const tx = { ...ctx, db }
    await commit(tx, [{ kind: 'update', resource }])
    await tables(tx)
      .insertInto('published_form')
      .values({ facility: ctx.facility, id, hash })
      .onConflict((conflict) => conflict.columns(['facility', 'id']).doUpdateSet({ hash }))
      .execute()
  })
}

export const publishJob: Job = {
  name: 'forms: in the store',
  everySeconds: 20,
  async run(ctx) {
    const processed = await publishForms(ctx)
    return { expected: processed, processed, failed: 0 }
  },
}
