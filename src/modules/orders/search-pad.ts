import {
  buildSearchIndex,
  type Drug,
  readDrugCatalogue,
  type Searchable,
  search,
} from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import type { OrderKind } from './domain/kinds.ts'
import { type Offered, offers } from './offered.ts'
import type { PadItem } from './office-contract.ts'
import { usesOf } from './uses.ts'

type Found = Searchable & {
  readonly kind: OrderKind
  readonly plain: string
  readonly offered?: Offered
  readonly drug?: Drug
}

/** Infusions are drugs that run: bottles of the routes of infusion. */
const infused = new Set(['2.05', '2.14', '2.15'])

function drugFound(drug: Drug): Found {
  return {
    kind: infused.has(drug.route.code) && drug.unit === 'chai' ? 'infusion' : 'drug',
    plain: drug.code,
    code: `drug|${drug.code}`,
    name: drug.label,
    nameEn: drug.atc ?? '',
    synonyms: drug.tradeName ? [drug.tradeName, drug.code] : [drug.code],
    also: `${drug.form} ${drug.route.name}`,
    drug,
  }
}

function offeredFound(offered: Offered): Found {
  const { kind, code, name, nameEn, synonyms } = offered
  return { kind, plain: code, code: `${kind}|${code}`, name, nameEn, synonyms: [code, ...synonyms], offered }
}

function padItem(one: Found, favourites: ReadonlySet<string>, uses: ReadonlyMap<string, number>): PadItem {
  const { drug, offered } = one
  return {
    kind: one.kind,
    code: one.plain,
    name: one.name,
    favourite: favourites.has(one.code),
    uses: uses.get(one.code) ?? 0,
    note: drug ? [drug.form, drug.route.name].join(', ') : '',
    ...(offered?.price === undefined ? {} : { price: offered.price }),
    ...(offered?.everyHours === undefined ? {} : { everyHours: offered.everyHours }),
    ...(drug
      ? {
          drug: {
            unit: drug.unit,
            routeCode: drug.route.code,
            routeName: drug.route.name,
            note: drug.note,
            kind: drug.kind,
            ...(drug.usualDose === undefined ? {} : { usualDose: drug.usualDose }),
            ...(drug.timesPerDay === undefined ? {} : { timesPerDay: drug.timesPerDay }),
          },
        }
      : {}),
  }
}

/** One box for everything that can be ordered; nothing typed gives the actor's favourites and habits. */
export async function searchPad(ctx: Context, text: string): Promise<{ items: PadItem[] }> {
  const [all, catalogue, { uses, favourites }] = [
    await offers(ctx),
    await readDrugCatalogue(ctx),
    await usesOf(ctx),
  ]
  const found = [...[...catalogue.drugs.values()].map(drugFound), ...all.map(offeredFound)]
  if (text.trim() === '') {
    const own = found.filter((one) => favourites.has(one.code) || uses.has(one.code))
    const weight = (one: Found) => (favourites.has(one.code) ? 100_000 : 0) + (uses.get(one.code) ?? 0)
    return {
      items: own
        .sort((a, b) => weight(b) - weight(a))
        .slice(0, 20)
        .map((one) => padItem(one, favourites, uses)),
    }
  }
  const weighed = new Map([...uses, ...[...favourites].map((key) => [key, 1000 + (uses.get(key) ?? 0)] as const)])
  const hits = search(indexOf(found), text, { limit: 20, uses: weighed })
  return { items: hits.map((hit) => padItem(hit.item, favourites, uses)) }
}

let kept: { readonly key: string; readonly index: ReturnType<typeof buildSearchIndex<Found>> } | undefined

/** The index of the same list is made once. */
function indexOf(found: readonly Found[]) {
  const key = found.map((one) => `${one.code} ${one.name}`).join('|')
  if (kept?.key !== key) kept = { key, index: buildSearchIndex(found) }
  return kept.index
}
