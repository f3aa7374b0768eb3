import { cs } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { readLabCatalogue, readServices } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import type { ServiceKind } from './domain/kinds.ts'
import { orderRules } from './rules.ts'

/** Something that can be ordered and is no drug. */
export interface Offered {
  readonly kind: ServiceKind
  readonly code: string
  readonly system: string
  readonly name: string
  readonly nameEn: string
  readonly synonyms: readonly string[]
  readonly price?: number
  readonly loinc?: string
  /** Id of the Organization that performs it; the ward itself when empty. */
  readonly department: string
  /** Codes of the tests of a panel; of itself otherwise. */
  readonly tests: readonly string[]
  readonly everyHours?: number
}

const kindOfGroup: Readonly<Record<string, ServiceKind>> = {
  imaging: 'imaging',
  function: 'function-test',
  procedure: 'procedure',
  laboratory: 'procedure',
}

async function laboratoryOffers(ctx: Context): Promise<Offered[]> {
  const { panels, tests } = await readLabCatalogue(ctx)
  const common = { kind: 'laboratory', system: cs.lab, department: 'dept-xn' } as const
  const one = (test: { code: string; name: string; nameEn: string; shortName: string; price: number }) => ({
    code: test.code,
    name: test.name,
    nameEn: test.nameEn,
    price: test.price,
  })
  return [
    ...[...panels.values()].map((panel) => ({
      ...common,
      ...one(panel),
      ...(panel.loinc ? { loinc: panel.loinc } : {}),
      synonyms: [panel.shortName, ...panel.synonyms],
      tests: panel.tests,
    })),
    ...[...tests.values()]
      .filter((test) => test.orderable)
      .map((test) => ({
        ...common,
        ...one(test),
        ...(test.loinc ? { loinc: test.loinc } : {}),
        synonyms: [test.shortName, ...test.synonyms],
        tests: [test.code],
      })),
  ]
}

async function serviceOffers(ctx: Context): Promise<Offered[]> {
  return [...(await readServices(ctx)).values()].flatMap((one): Offered[] => {
    const kind = one.code === 'KB-HOICHAN' ? 'consultation' : kindOfGroup[one.group]
    if (!kind) return []
    const { code, name, nameEn, price, department } = one
    return [{ kind, system: cs.service, code, name, nameEn, price, department, synonyms: [], tests: [code] }]
  })
}

function wardOffers(ctx: Context): Offered[] {
  const day = dayInVietnam(ctx.now())
  return orderRules()
    .items.filter((one) => one.validFrom <= day && one.validTo >= day)
    .map(({ everyHours, validFrom: _from, validTo: _to, ...one }) => ({
      ...one,
      system: cs.orderItem,
      tests: [one.code],
      ...(everyHours ? { everyHours } : {}),
    }))
}

/** Everything but drugs that can be ordered today. */
export async function offers(ctx: Context): Promise<readonly Offered[]> {
  return [...(await laboratoryOffers(ctx)), ...(await serviceOffers(ctx)), ...wardOffers(ctx)]
}

export const offerKey = (one: { readonly kind: string; readonly code: string }) => `${one.kind}|${one.code}`

/** The same by kind and code. */
export async function offersByKey(ctx: Context): Promise<ReadonlyMap<string, Offered>> {
  return new Map((await offers(ctx)).map((one) => [offerKey(one), one]))
}
