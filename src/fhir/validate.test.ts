import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { structures } from '#store/definitions.ts'
import { decimal } from './decimal.ts'
import { validateResource } from './validate.ts'

const observation = { resourceType: 'Observation', status: 'final', code: { text: 'Cân nặng' } }
const faults = (resource: unknown) =>
  validateResource(structures, resource).issues.map((one) => `${one.path} ${one.code}`)

describe('validateResource', () => {
  it('accepts what the standard accepts', () => {
    assert.deepEqual(
      faults({ ...observation, valueQuantity: { value: decimal('7.0') }, effectiveDateTime: '2026-11' }),
      [],
    )
    assert.deepEqual(
      faults({
        resourceType: 'Patient',
        name: [{ given: ['An', null], _given: [null, { extension: [{ url: 'urn:example:u', valueCode: 'x' }] }] }],
      }),
      [],
    )
  })

  for (const [name, resource, fault] of [
    ['an unknown element', { ...observation, weight: 1 }, 'Observation.weight structure'],
    ['a missing element', { resourceType: 'Observation', status: 'final' }, 'Observation.code required'],
    ['a list where one value belongs', { ...observation, status: ['final'] }, 'Observation.status structure'],
    ['one value where a list belongs', { ...observation, category: {} }, 'Observation.category structure'],
    ['an empty list', { ...observation, category: [] }, 'Observation.category structure'],
    ['an empty object', { ...observation, subject: {} }, 'Observation.subject structure'],
    ['a code outside its list', { ...observation, status: 'done' }, 'Observation.status code-invalid'],
    [
      'a day that does not exist',
      { ...observation, effectiveDateTime: '2026-02-30' },
      'Observation.effectiveDateTime value',
    ],
    ['a time without zone', { ...observation, issued: '2026-02-03T10:00:00' }, 'Observation.issued value'],
    [
      'a number as text',
      { ...observation, valueQuantity: { value: '7' } },
      'Observation.valueQuantity.value value',
    ],
    [
      'two values of one choice',
      { ...observation, valueString: 'a', valueBoolean: true },
      'Observation.valueBoolean structure',
    ],
    [
      'a reference to a type that does not fit',
      { ...observation, specimen: { reference: 'Patient/1' } },
      'Observation.specimen.reference value',
    ],
    [
      'a contained reference to nothing',
      { ...observation, device: { reference: '#d' } },
      'Observation.device.reference not-found',
    ],
    ['null', { ...observation, note: [null] }, 'Observation.note[0] structure'],
    [
      'script in the narrative',
      { ...observation, text: { status: 'generated', div: '<div><script>1</script></div>' } },
      'Observation.text.div invariant',
    ],
    [
      'a resource inside that is none',
      { ...observation, contained: [{ resourceType: 'Thing' }] },
      'Observation.contained[0] structure',
    ],
  ] as const)
    it(`refuses ${name}`, () => assert.deepEqual(faults(resource), [fault]))

  it('collects references to other resources, not contained ones', () => {
    const { references } = validateResource(structures, {
      ...observation,
      contained: [{ resourceType: 'Device', id: 'd', patient: { reference: 'Patient/2' } }],
      device: { reference: '#d' },
      subject: { reference: 'Patient/1' },
    })
    assert.deepEqual(
      references.map((one) => one.holder.reference),
      ['Patient/2', 'Patient/1'],
    )
  })
})
