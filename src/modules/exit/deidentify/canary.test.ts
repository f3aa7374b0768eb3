import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import type { Element } from '#fhir/structure.ts'
import { structures } from '#store/definitions.ts'
import { type Classes, classify, type Traits } from './classes.ts'
import { readDeidentifyRules } from './rules.ts'
import { bornOf, daysOf, type Scrubber, scrub } from './walk.ts'

const rules = readDeidentifyRules('research')

function scrubber(): Scrubber {
  const systems = new Map(Object.entries(rules.systems).map(([system, form]) => [system, new RegExp(form)]))
  return { rules, key: randomBytes(32), systems, isListed: () => false, dropped: new Map() }
}

/** Fills every element of a type with marks that occur nowhere else. */
function planter() {
  const marks: string[] = []
  const mark = (text: string) => {
    marks.push(text)
    return text
  }
  let n = 0
  const word = () => mark(`Kq${(++n).toString(36)}zw`)
  // Days lie further apart than the longest shift, so that no moved one is another's.
  let days = 0
  const day = () => mark(new Date(Date.UTC(1000, 0, 1 + 400 * ++days)).toISOString().slice(0, 10))
  const primitives: Readonly<Record<string, () => unknown>> = {
    boolean: () => true,
    time: () => '10:42:00',
    date: day,
    dateTime: () => `${day()}T10:42:00+07:00`,
    instant: () => `${day()}T10:42:00.000Z`,
    decimal: () => Number(mark(String(731_000_000 + ++n))),
    integer: () => Number(mark(String(731_000_000 + ++n))),
    positiveInt: () => Number(mark(String(731_000_000 + ++n))),
    unsignedInt: () => Number(mark(String(731_000_000 + ++n))),
    base64Binary: () => mark(Buffer.from(`bytes ${++n} of a scan`).toString('base64')),
    uri: () => `urn:x:${word()}`,
    url: () => `https://x/${word()}`,
    canonical: () => `https://x/${word()}|1`,
    xhtml: () => `<div xmlns="http://www.w3.org/1999/xhtml">${word()}</div>`,
    code: () => word().toLowerCase(),
  }
  const reference = () => `Patient/${word()}`

  const filled = (type: string, depth: number): unknown => {
    if (structures.isPrimitive(type)) return (primitives[type] ?? word)()
    if (type !== 'Resource') return composed(type, depth)
    return depth > 2 ? undefined : resource('Patient', depth + 1)
  }
  const ends = ({ primitive, type }: Element, depth: number) =>
    !primitive && (depth > 2 || (depth > 1 && type === 'Extension'))
  function composed(type: string, depth: number): unknown {
    const elements = [...(structures.type(type)?.elements ?? [])].filter(([, element]) => !ends(element, depth))
    const made = elements.flatMap(([name, element]) => {
      const one = () => filled(element.type, depth + 1)
      const beside = { extension: [{ url: `urn:x:${word()}`, valueString: word() }] }
      return [
        [name, element.single ? one() : [one(), one()]],
        ...(element.primitive ? [[`_${name}`, beside]] : []),
      ]
    })
    const own = type === 'Reference' ? { reference: reference() } : {}
    return { ...Object.fromEntries(made), ...own, unknownToAnyone: word() }
  }
  const resource = (type: string, depth = 0) => ({
    ...(filled(type, depth) as object),
    resourceType: type,
    id: word(),
  })
  return { marks, resource }
}

/** Everything in a text that has the form of a mark. */
const marked = /kq[0-9a-z]+zw|731\d{6}|\d{4}-\d\d-\d\d|[a-z0-9+/]{20,}=*/gi

function found(resource: unknown, marks: readonly string[]): readonly string[] {
  const planted = new Set(marks.map((one) => one.toLowerCase()))
  const said = JSON.stringify(resource).match(marked) ?? []
  return said.map((one) => one.toLowerCase()).filter((one) => planted.has(one))
}

describe('a de-identified resource', () => {
  for (const type of rules.types)
    it(`of the type ${type} tells nothing that was planted in any of its fields`, () => {
      const { marks, resource } = planter()
      const planted = resource(type)
      const there = found(planted, marks)
      assert.ok(there.length > 200, `${there.length} marks`)
      assert.deepEqual(found(scrub(scrubber(), planted, 'p1'), marks), [])
    })

  it('keeps what is measured, coded and how long it took', () => {
    const at = scrubber()
    const reading = (id: string, day: string) =>
      scrub(
        at,
        {
          resourceType: 'Observation',
          id,
          status: 'final',
          code: {
            coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Mạch của ông Nam' }],
            text: 'Mạch',
          },
          subject: { reference: 'Patient/p1', display: 'Nguyễn Văn Nam' },
          effectiveDateTime: `${day}T08:00:00+07:00`,
          valueQuantity: { value: 88, unit: 'lần/phút', system: 'http://unitsofmeasure.org', code: '/min' },
        },
        'p1',
      )
    const [first, second] = [reading('a', '2026-11-01'), reading('b', '2026-11-11')]
    assert.deepEqual(first['code'], { coding: [{ system: 'http://loinc.org', code: '8867-4' }] })
    assert.deepEqual(first['valueQuantity'], { value: 88, system: 'http://unitsofmeasure.org', code: '/min' })
    assert.equal(first['status'], 'final')
    assert.deepEqual(first['subject'], second['subject'])
    const days = (one: typeof first) => Date.parse(String(one['effectiveDateTime'])) / 86_400_000
    assert.equal(days(second) - days(first), 10)
    assert.notEqual(String(first['effectiveDateTime']).slice(0, 10), '2026-11-01')
    assert.match(String(first['effectiveDateTime']), /T08:00:00\+07:00$/)
  })

  it('tells no age, by which the year of birth would be known', () => {
    const ucum = 'http://unitsofmeasure.org'
    const age = { value: 38, unit: 'tuổi', system: ucum, code: 'a' }
    const condition = scrub(
      scrubber(),
      { resourceType: 'Condition', id: 'c', onsetAge: age, abatementRange: { low: age, high: age } },
      'p1',
    )
    const reading = (loinc: string, valueQuantity: object) =>
      scrub(
        scrubber(),
        {
          resourceType: 'Observation',
          id: 'o',
          code: { coding: [{ system: 'http://loinc.org', code: loinc }] },
          valueQuantity,
        },
        'p1',
      )
    assert.deepEqual(Object.keys(condition).sort(), ['id', 'resourceType'])
    assert.equal(reading('8302-2', age)['valueQuantity'], undefined)
    assert.equal(reading('30525-0', { value: 38 })['code'], undefined)
    const weeks = { value: 39, system: ucum, code: 'wk' }
    assert.deepEqual(reading('11884-4', weeks)['valueQuantity'], weeks)
  })

  it('tells nothing before the birth, and how old somebody was', () => {
    const at = scrubber()
    const yearOf = (told: unknown) => Number(String(told).slice(0, 4))
    for (let n = 0; n < 2000; n++) {
      const [id, day] = [`p${n}`, new Date(Date.UTC(2026, 0, 1 + (n % 365))).toISOString().slice(0, 10)]
      for (const birthDate of [day, day.slice(0, 7), day.slice(0, 4)]) {
        const born = bornOf(at, id, birthDate)
        assert.ok(born && Math.abs(born.told - 2026) <= 1, birthDate)
        const told = (recordedDate: string) =>
          scrub(at, { resourceType: 'Condition', id: 'c', recordedDate }, id, born)['recordedDate']
        for (const event of [`${day}T00:10:00+07:00`, day, day.slice(0, 7), '2026', '2027-06', '2031'])
          assert.ok(yearOf(told(event)) >= born.told, `${birthDate} ${event} ${told(event)} ${born.told}`)
        const grown = yearOf(told(`2046${day.slice(4)}`.replace('-02-29', '-02-28'))) - born.told
        assert.ok(birthDate === day ? grown === 20 : Math.abs(grown - 20) <= 1, `${grown}`)
      }
    }
    assert.equal(bornOf(at, 'p', ''), undefined)
    assert.equal(bornOf(at, 'p', 'Nguyễn'), undefined)
  })

  it('never stays at its day', () => {
    const at = scrubber()
    for (let n = 0; n < 2000; n++) {
      const days = daysOf(at, `p${n}`)
      assert.ok(days !== 0 && Math.abs(days) <= rules.mostShiftDays)
    }
  })
})

describe('classes of patients', () => {
  const people: Traits[] = Array.from({ length: 400 }, (_, n) => ({
    id: `p${n}`,
    sex: n % 2 ? 'male' : 'female',
    birthYear: 1935 + ((n * 7) % 90),
    province: String(10 + ((n * n) % 13)),
  }))

  function smallest({ told }: Classes): number {
    const sizes = new Map<string, number>()
    for (const { level: _level, ...seen } of told.values()) {
      const key = JSON.stringify(Object.entries(seen).sort())
      sizes.set(key, (sizes.get(key) ?? 0) + 1)
    }
    return Math.min(...sizes.values())
  }

  it('tell a year of birth or none', () => {
    const { told, byLevel } = classify(people, 5)
    assert.ok((byLevel[1] ?? 0) + (byLevel[2] ?? 0) > 0)
    for (const { level, birthYear } of told.values()) assert.equal(birthYear !== undefined, level === 0)
  })

  it('hold k patients or more, whoever is among them', () => {
    for (const k of [2, 5, 20]) {
      const found = classify([...people, { id: 'odd', sex: '', birthYear: undefined, province: '99' }], k)
      assert.ok(smallest(found) >= k, `${smallest(found)} of ${k}`)
      assert.equal(found.smallest, smallest(found))
      assert.equal(found.told.size + found.suppressed.size, 401)
    }
  })

  it('of too few patients do not leave at all', () => {
    const found = classify(people.slice(0, 3), 5)
    assert.deepEqual([found.told.size, found.suppressed.size, found.smallest], [0, 3, 0])
  })
})
