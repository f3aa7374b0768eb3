import { sql } from 'kysely'
import { idOf } from '#fhir/encounter.ts'
import { type Environment, extensionValue, Filling, type Form, sdcUrl } from '#fhir/sdc/index.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { Response } from './fill.ts'

/** The number of a delivery in its year: given once, the same for every paper of it. */
async function birthNumber(ctx: Context, encounterId: string): Promise<{ year: number; number: number }> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`birth paper ${ctx.facility}`}, 0))`.execute(ctx.db)
  const given = sql<{ year: number; number: number }>`
    select year, number from birth_paper_code where facility = ${ctx.facility} and encounter_id = ${encounterId}`
  const [known] = (await given.execute(ctx.db)).rows
  if (known) return known
  const year = Number(dayInVietnam(ctx.now()).slice(0, 4))
  const { rows } = await sql<{ number: number }>`
    insert into birth_paper_code (facility, year, number, encounter_id, given_at, given_by)
    select ${ctx.facility}, ${year}, coalesce(max(number), 0) + 1, ${encounterId}, ${ctx.now()}, ${ctx.actor.id}
    from birth_paper_code where facility = ${ctx.facility} and year = ${year} returning number`.execute(ctx.db)
  return { year, number: rows[0]?.number ?? 0 }
}

/** `01ZZ1.GCS.00012.26`. Circular 22/2025/TT-BYT, paper 01. */
async function birthPaperCode(ctx: Context, encounterId: string): Promise<string> {
  const { rows } = await sql<{ code: string }>`select code from facility where id = ${ctx.facility}`.execute(
    ctx.db,
  )
  const { year, number } = await birthNumber(ctx, encounterId)
  return `${rows[0]?.code ?? ''}.GCS.${String(number).padStart(5, '0')}.${String(year).slice(-2)}`
}

const series: Readonly<Record<string, (ctx: Context, encounterId: string) => Promise<string>>> = {
  'birth-paper': birthPaperCode,
}

/** The response with the numbers that the program gives to a form of this visit, and nobody writes. */
export async function withNumbers(
  ctx: Context,
  form: Form,
  response: Response,
  environment: Environment,
): Promise<Response> {
  const numbered = [...form.byLinkId.values()].flatMap(({ linkId, raw }) => {
    const take = series[String(extensionValue(raw, sdcUrl.numberSeries))]
    return take ? [{ linkId, take }] : []
  })
  if (numbered.length === 0) return response
  const filling = new Filling(form, response, environment)
  for (const { linkId, take } of numbered)
    filling.set(linkId, [{ valueString: await take(ctx, idOf(response.encounter)) }])
  return filling.response() as Response
}
