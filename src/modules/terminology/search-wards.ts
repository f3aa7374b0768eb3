import type { Context } from '#platform/context.ts'
import type { Concept } from './concept.ts'
import type { FormerWard, Ward, Wards } from './contract.ts'
import { search } from './domain/search.ts'
import { buildSearchIndex, type Searchable, type SearchIndex } from './domain/search-index.ts'
import { type ConceptList, keptByRevision } from './read-list.ts'

interface Places {
  readonly wards: SearchIndex<Searchable & { readonly ward: Ward }>
  readonly former: SearchIndex<Searchable & { readonly former: FormerWard }>
}

const short = (province: string) => province.replace(/^(Tỉnh|Thành phố) /, '')

function toWard(concept: Concept, provinces: ConceptList | undefined): Ward {
  const code = concept.parent ?? ''
  return {
    code: concept.code,
    name: concept.name,
    province: { code, name: short(provinces?.byCode.get(code)?.name ?? '') },
  }
}

function formerPlaces(
  lists: readonly ConceptList[],
  wards: ReadonlyMap<string, Ward>,
): (FormerWard & { readonly code: string })[] {
  const [, provinces, former, moved] = lists
  return (former?.concepts ?? []).map((concept) => {
    const { details } = concept
    const code = moved?.byCode.get(details['province_code'] ?? '')?.details['province_code'] ?? ''
    const likely = wards.get(concept.code)
    return {
      code: concept.code,
      name: [concept.name, details['district'], details['province']].filter(Boolean).join(', '),
      province: { code, name: short(provinces?.byCode.get(code)?.name ?? '') },
      ...(likely ? { likely } : {}),
    }
  })
}

/** `Phường Ba Đình Hà Nội` and `Ba Đình Hà Nội`: people tell the province after the ward. */
function labels(ward: Ward): readonly string[] {
  const bare = ward.name.replace(/^(Phường|Xã|Đặc khu) /, '')
  return [`${ward.name} ${ward.province.name}`, `${bare} ${ward.province.name}`]
}

/** Found by name or by name and province, not by words that happen to be there. */
const certain = new Set(['code', 'synonym', 'nameStart', 'synonymStart'])

function assemble(lists: readonly ConceptList[]): Places {
  const [list, provinces] = lists
  const wards = (list?.concepts ?? []).map((concept) => toWard(concept, provinces))
  const former = formerPlaces(lists, new Map(wards.map((ward) => [ward.code, ward])))
  const province = (code: string) => provinces?.byCode.get(code)
  return {
    wards: buildSearchIndex(
      wards.map((ward) => ({
        ward,
        code: ward.code,
        name: ward.name,
        nameEn: '',
        synonyms: labels(ward),
        also: `${province(ward.province.code)?.name ?? ''} ${ward.province.code === '79' ? 'TP HCM TPHCM Sài Gòn' : ''}`,
      })),
    ),
    former: buildSearchIndex(
      former.map((one) => ({ former: one, code: one.code, name: one.name, nameEn: '', synonyms: [] })),
    ),
  }
}

const lastDayBefore = '2025-06-30'
const readPlaces = keptByRevision(['ward', 'province'], assemble)
/** Names from before the merger are read only when someone looks for one: the list is long and seldom needed. */
const readAllPlaces = keptByRevision(['ward', 'province', 'former-ward', 'former-province'], assemble, {
  'former-ward': lastDayBefore,
  'former-province': lastDayBefore,
})

/** Wards and communes since 2025-07-01; a name from before is told with the province it is in now. */
export async function searchWards(ctx: Context, text: string, province?: string, limit = 20): Promise<Wards> {
  const { wards } = await readPlaces(ctx)
  const inProvince = (place: { readonly province: { readonly code: string } }) =>
    province === undefined || place.province.code === province
  if (text.trim() === '')
    return {
      items: wards.entries
        .map((entry) => entry.item.ward)
        .filter(inProvince)
        .slice(0, limit),
      former: [],
    }
  const hits = search(wards, text, { limit: wards.entries.length }).filter((hit) => inProvince(hit.item.ward))
  const items = hits.slice(0, limit).map((hit) => hit.item.ward)
  if (hits.some((hit) => certain.has(hit.reason))) return { items, former: [] }
  const { former } = await readAllPlaces(ctx)
  const old = search(former, text, { limit: 200 })
    .map((hit) => hit.item.former)
    .filter(inProvince)
    .slice(0, limit)
  return { items, former: old }
}
