import { sql } from 'kysely'
import { addDays, dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { readDrugCatalogue } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { BookQuery, BookView, StockRow, StockView } from './contract.ts'
import { textOf, unitsOf } from './domain/choose-lots.ts'
import { knownDrug } from './known-drug.ts'
import { stockRules } from './rules.ts'
import { tables } from './tables.ts'

type LotState = StockRow['lots'][number]['state']

function stateOf(lot: string, units: bigint, expiresOn: string | null, today: string): LotState {
  if (lot === '') return 'debt'
  if (units === 0n) return 'used'
  if (expiresOn === null) return 'good'
  if (expiresOn < today) return 'expired'
  return expiresOn <= addDays(today, stockRules(today).expiryWarningDays) ? 'soon' : 'good'
}

/** What a ward holds, by medicine and lot; lots that are used up are left out. */
export async function readStock(ctx: Context, place: string): Promise<StockView> {
  const { drugs } = await readDrugCatalogue(ctx)
  const today = dayInVietnam(ctx.now())
  const lots = await tables(ctx.db)
    .selectFrom('stock_lot')
    .select(['drug_code', 'lot', 'quantity', sql<string | null>`to_char(expires_on, 'YYYY-MM-DD')`.as('expires')])
    .where('facility', '=', ctx.facility)
    .where('place', '=', place)
    .orderBy('drug_code')
    .orderBy('expires_on')
    .execute()
  const rows = new Map<string, StockRow & { lots: StockRow['lots'] }>()
  for (const one of lots) {
    const drug = drugs.get(one.drug_code)
    const row = rows.get(one.drug_code) ?? {
      drugCode: one.drug_code,
      name: drug?.label ?? one.drug_code,
      unit: drug?.unit ?? '',
      kind: drug?.kind ?? 'C',
      quantity: '0',
      lots: [],
    }
    const units = unitsOf(one.quantity)
    rows.set(one.drug_code, {
      ...row,
      quantity: textOf(unitsOf(row.quantity) + units),
      lots: [
        ...row.lots,
        ...(units === 0n
          ? []
          : [
              {
                lot: one.lot,
                quantity: textOf(units),
                state: stateOf(one.lot, units, one.expires, today),
                ...present({ expiresOn: one.expires ?? undefined }),
              },
            ]),
      ],
    })
  }
  return { place, rows: [...rows.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi')) }
}

/** The book of a medicine in a ward: every move with the balance after it and who signed. */
export async function readBook(ctx: Context, query: BookQuery): Promise<BookView> {
  const drug = await knownDrug(ctx, query.drug)
  const from = new Date(`${query.from ?? addDays(dayInVietnam(ctx.now()), -30)}T00:00:00+07:00`)
  const to = new Date(`${addDays(query.to ?? dayInVietnam(ctx.now()), 1)}T00:00:00+07:00`)
  const moves = await tables(ctx.db)
    .selectFrom('stock_move')
    .select(['number', 'at', 'kind', 'quantity', 'balance', 'lot', 'by_name', 'witness_name', 'reason'])
    .select(['patient_id', 'recorded_at'])
    .where('facility', '=', ctx.facility)
    .where('place', '=', query.place)
    .where('drug_code', '=', query.drug)
    .where('recorded_at', '>=', from)
    .where('recorded_at', '<', to)
    .orderBy('number')
    .execute()
  const names = await patientNames(
    ctx,
    moves.flatMap((move) => move.patient_id ?? []),
  )
  const [first] = moves
  return {
    drugCode: drug.code,
    name: drug.name,
    unit: drug.unit,
    kind: drug.kind,
    before: first ? textOf(unitsOf(first.balance) - unitsOf(first.quantity)) : await levelOf(ctx, query),
    lines: moves.map((move, at) => ({
      number: at + 1,
      at: instantInVietnam(move.at),
      kind: move.kind,
      quantity: textOf(unitsOf(move.quantity)),
      balance: textOf(unitsOf(move.balance)),
      lot: move.lot,
      by: move.by_name,
      ...present({
        witness: move.witness_name ?? undefined,
        patient: names.get(move.patient_id ?? ''),
        reason: move.reason ?? undefined,
      }),
    })),
  }
}

async function levelOf(ctx: Context, query: BookQuery): Promise<string> {
  const row = await tables(ctx.db)
    .selectFrom('stock_level')
    .select('quantity')
    .where('facility', '=', ctx.facility)
    .where('place', '=', query.place)
    .where('drug_code', '=', query.drug)
    .executeTakeFirst()
  return textOf(unitsOf(row?.quantity ?? '0'))
}

async function patientNames(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const wanted = [...new Set(ids)].slice(0, 200)
  const found = await searchResources(ctx, 'Patient', { _id: wanted.join(','), _count: '200' })
  return new Map(
    found.flatMap((one) =>
      one.resourceType === 'Patient' && one.id ? [[one.id, one.name?.[0]?.text ?? ''] as const] : [],
    ),
  )
}
