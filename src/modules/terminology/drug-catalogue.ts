import type { Context } from '#platform/context.ts'
import type { Concept } from './concept.ts'
import type { Drug } from './contract.ts'
import { houseSynonyms } from './corrections.ts'
import { usesHere } from './count-use.ts'
import { splitWords } from './domain/read-line.ts'
import { search } from './domain/search.ts'
import { buildSearchIndex, type Searchable, type SearchIndex } from './domain/search-index.ts'
import { type ConceptList, keptByRevision } from './read-list.ts'

export interface AllergyClass {
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly crossReactsWith: readonly string[]
  readonly note: string
}

/** The drug list as it is in force today. */
export interface DrugCatalogue {
  readonly drugs: ReadonlyMap<string, Drug>
  readonly routes: ReadonlyMap<string, Drug['route']>
  readonly allergyClasses: ReadonlyMap<string, AllergyClass>
  readonly index: SearchIndex<Searchable & { readonly drug: Drug }>
}

const kinds = ['N', 'H', 'C'] as const

function toDrug(concept: Concept, routes: ConceptList | undefined): Drug {
  const { code, name, details } = concept
  const route = routes?.byCode.get(details['route'] ?? '')
  const strength = details['strength'] ?? ''
  const number = (column: string) => (details[column] ? { [column]: Number(details[column]) } : {})
  return {
    code,
    ingredients: name.split(' + '),
    strength,
    label: `${name} ${strength}`.trim(),
    form: details['form'] ?? '',
    route: { code: details['route'] ?? '', name: route?.name ?? '', verb: route?.details['verb'] ?? '' },
    unit: details['unit'] ?? '',
    ...(details['tradeName'] ? { tradeName: details['tradeName'] } : {}),
    ...(details['atc'] ? { atc: details['atc'] } : {}),
    kind: kinds.find((kind) => kind === details['kind']) ?? 'C',
    allergyClasses: [...splitWords(details['allergyClass'])],
    ...number('usualDose'),
    ...number('timesPerDay'),
    note: details['note'] ?? '',
    maxDays: Number(details['maxDays'] ?? 30),
    price: Number(details['price'] ?? 0),
  }
}

function toClass({ code, name, nameEn, details }: Concept): AllergyClass {
  return {
    code,
    name,
    nameEn,
    crossReactsWith: splitWords(details['crossReactsWith']),
    note: details['note'] ?? '',
  }
}

function searchable(drug: Drug): Searchable & { readonly drug: Drug } {
  const synonyms = [drug.tradeName ?? '', ...houseSynonyms('drug', drug.code)].filter((word) => word !== '')
  return {
    drug,
    code: drug.code,
    name: drug.label,
    nameEn: drug.atc ?? '',
    synonyms,
    also: `${drug.form} ${drug.route.name}`,
  }
}

function assemble([list, routes, classes]: readonly ConceptList[]): DrugCatalogue {
  const drugs = (list?.concepts ?? []).map((concept) => toDrug(concept, routes))
  return {
    drugs: new Map(drugs.map((drug) => [drug.code, drug])),
    routes: new Map(
      (routes?.concepts ?? []).map(({ code, name, details }) => [
        code,
        { code, name, verb: details['verb'] ?? '' },
      ]),
    ),
    allergyClasses: new Map((classes?.concepts ?? []).map((concept) => [concept.code, toClass(concept)])),
    index: buildSearchIndex(drugs.map(searchable)),
  }
}

/** The drug list, kept in memory until it is loaded anew. */
export const readDrugCatalogue = keptByRevision(['drug', 'route', 'allergy-class'], assemble)

/** Drugs as people type: `amlo 5`, `para`; nothing typed gives what is prescribed most here. */
export async function searchDrugs(
  ctx: Context,
  text: string,
  limit = 20,
  room?: string,
): Promise<readonly Drug[]> {
  const catalogue = await readDrugCatalogue(ctx)
  const uses = await usesHere(ctx, 'drug', room)
  if (text.trim() === '' && uses.size === 0) return [...catalogue.drugs.values()].slice(0, limit)
  return search(catalogue.index, text, { limit, uses }).map((hit) => hit.item.drug)
}
