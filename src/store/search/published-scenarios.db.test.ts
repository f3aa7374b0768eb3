import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Bundle, Resource } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { writeTransaction } from '#store/bundle/transaction.ts'
import { commit } from '#store/commit.ts'
import { search } from '#store/search.ts'
import { hasSharedData, sharedText } from '#tests/support/conformance.ts'
import { withContext } from '#tests/support/database.ts'
import { askAll, idsOf } from '#tests/support/search.ts'

/** Resources of the Microsoft FHIR server's own tests; each file name says the case it was written for. */
const read = (name: string) => JSON.parse(sharedText(`msft/${name}.json`).replace(/^\uFEFF/, '')) as Loose
type Loose = Readonly<Record<string, unknown>>

const create = (ctx: Context, resources: readonly Loose[]) =>
  commit(
    ctx,
    resources.map((resource) => ({
      kind: 'create' as const,
      resource: resource as unknown as Resource,
      ...(typeof resource['id'] === 'string' ? { id: resource['id'] } : {}),
    })),
  )

/** What a bundle refers to without holding it: this server takes no reference that leads nowhere. */
function missingIn(bundle: Bundle): readonly Loose[] {
  const text = JSON.stringify(bundle)
  const wanted = new Set(
    [...text.matchAll(/"reference":"([A-Za-z]+\/[A-Za-z0-9.-]+)"/g)].map((match) => match[1] ?? ''),
  )
  for (const { resource } of bundle.entry ?? []) wanted.delete(`${resource?.resourceType}/${resource?.id}`)
  return [...wanted].map((reference) => {
    const [resourceType = '', id = ''] = reference.split('/')
    return { resourceType, id, ...(resourceType === 'Organization' ? { name: id } : {}) } as Loose
  })
}

const skip = hasSharedData ? false : 'the published cases (../shared/data/fhir) are not on this machine'

describe('published search scenarios', { skip }, () => {
  it('chains with sort and a composite of services', () =>
    withContext(async (ctx) => {
      const bundle = read('Bundle-ChainingSortAndSearchValidation') as unknown as Bundle
      await create(ctx, missingIn(bundle))
      await writeTransaction(ctx, bundle)
      const services = await idsOf(ctx, 'HealthcareService', '_sort=name')
      assert.equal(services.length, 15)
      const names = (await search(ctx, 'HealthcareService', '_sort=-name&_count=100')).matches.map((one) =>
        (JSON.parse(one.content.toString()) as { name: string }).name.toLowerCase(),
      )
      assert.deepEqual(names, [...names].sort().reverse())
      const roles = await idsOf(ctx, 'PractitionerRole', '')
      const typed = await idsOf(ctx, 'PractitionerRole', 'service:HealthcareService.name:exact=Critical Care 1')
      const untyped = await idsOf(ctx, 'PractitionerRole', 'service.name=critical care')
      assert.ok(typed.every((id) => untyped.includes(id)) && untyped.every((id) => roles.includes(id)))
      const page = await search(ctx, 'PractitionerRole', '_include=PractitionerRole:service&_count=100')
      assert.ok(page.included.every((one) => services.includes(one.id)))
      const back = await idsOf(ctx, 'HealthcareService', '_has:PractitionerRole:service:_id:missing=false')
      assert.deepEqual([...back].sort(), page.included.map((one) => one.id).sort())
    }))

  it('weights in other units, scores of components, words of displays', () =>
    withContext(async (ctx) => {
      const given = [
        'WeightInGrams',
        'ObservationWith20MinuteApgarScore',
        'ObservationWithEyeColor',
        'ObservationWithLongEyeColor',
      ]
      const loose = given.map(read).map(({ subject, performer, text, contained, ...rest }) => rest as Loose)
      await create(
        ctx,
        loose.map((one, n) => ({ ...one, id: `x${n}` })),
      )
      await askAll(ctx, 'Observation', [
        ['component-code-value-quantity=http://loinc.org|9272-6$0', []],
        ['value-string=blue', ['x2']],
        ['value-string:exact=Blue', []],
        ['value-string:contains=LUE', ['x2']],
        ['value-string:contains=sed finibus ex ac', ['x3']],
      ])
      const grams = JSON.parse(JSON.stringify(loose[0])) as { valueQuantity: { value: number } }
      const ucum = (value: number, unit: string) => `value-quantity=${value}|http://unitsofmeasure.org|${unit}`
      await askAll(ctx, 'Observation', [
        [ucum(grams.valueQuantity.value, 'g'), ['x0']],
        [ucum(grams.valueQuantity.value / 1000, 'kg'), ['x0']],
        [ucum(grams.valueQuantity.value, 'mg'), []],
      ])
    }))

  it('tokens longer than other servers keep', () =>
    withContext(async (ctx) => {
      const { meta, extension, managingOrganization, ...patient } = read('TokenOverflowPatient')
      const long = `${'x'.repeat(300)}`
      const identifier = (end: string) => [{ system: 'urn:long', value: long + end }]
      await create(
        ctx,
        ['a', 'b'].map((end) => ({ ...patient, id: end, identifier: identifier(end) })),
      )
      await askAll(ctx, 'Patient', [
        [`identifier=urn:long|${long}a`, ['a']],
        [`identifier=${long}b`, ['b']],
        [`identifier=urn:long|${long}`, []],
      ])
    }))

  it('custom composites of every kind of part', () =>
    withContext(async (ctx) => {
      const names = ['ReferenceToken', 'TokenDateTime', 'TokenNumberNumber', 'TokenOverflowToken', 'TokenQuantity']
      const parameters = names.map((name) => ({
        ...read(`CompositeCustom${name}SearchParameter`),
        id: name,
        code: name.toLowerCase(),
        url: `http://example.org/SearchParameter/${name}`,
      }))
      await create(ctx, parameters)
      for (const parameter of parameters) {
        const { code, base } = parameter as unknown as { readonly code: string; readonly base: readonly string[] }
        const size = ((parameter as Loose)['component'] as readonly unknown[]).length
        const value = Array.from({ length: size }, () => '2020').join('$')
        assert.deepEqual(await idsOf(ctx, base[0] ?? '', `${code}=${value}`), [], code)
        await assert.rejects(idsOf(ctx, base[0] ?? '', `${code}=one`), { category: 'invalid' })
      }
    }))

  it('search parameters that cannot run are refused', () =>
    withContext(async (ctx) => {
      for (const name of [
        'BadSyntax',
        'ExpressionWrongProperty',
        'InvalidType',
        'MissingBase',
        'MissingType',
        'UnsupportedType',
      ])
        await assert.rejects(
          create(ctx, [read(`SearchParameter${name}`)]),
          (error: { category?: string }) => error.category !== 'fault',
          name,
        )
    }))
})
