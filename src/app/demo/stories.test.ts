import assert from 'node:assert/strict'
import test from 'node:test'
import { readTable } from '#platform/read-table.ts'
import { inventBodySize } from './invent-findings.ts'
import { inventPeople } from './invent-people.ts'
import { randomFrom } from './random.ts'
import { allStories, pickStory } from './stories.ts'

const folder = new URL('../../../data/catalogues/', import.meta.url)
const codes = (file: string) => new Set(readTable(new URL(file, folder)).map((row) => row['code']))

test('stories name only what the catalogues have', () => {
  const lists = {
    icd: codes('icd10/icd10.tsv'),
    tests: new Set([...codes('laboratory/lab-tests.tsv'), ...codes('laboratory/lab-panels.tsv')]),
    drugs: codes('medicines/drugs.tsv'),
    services: codes('services/services.tsv'),
  }
  for (const story of allStories()) {
    for (const code of story.icd) assert.ok(lists.icd.has(code), `${story.id} ${code}`)
    for (const code of story.tests) assert.ok(lists.tests.has(code), `${story.id} ${code}`)
    for (const code of story.services) assert.ok(lists.services.has(code), `${story.id} ${code}`)
    for (const { drug } of story.drugs) assert.ok(lists.drugs.has(drug), `${story.id} ${drug}`)
  }
})

test('no story gives a drug of a class that its patient is allergic to, or one substance twice', () => {
  const drugs = new Map(readTable(new URL('medicines/drugs.tsv', folder)).map((row) => [row['code'], row]))
  for (const story of allStories()) {
    const given = story.drugs.map(({ drug }) => drugs.get(drug))
    const substances = given.flatMap((row) => (row?.['ingredients'] ?? '').split(' + '))
    assert.equal(new Set(substances).size, substances.length, story.id)
    const allergy = story.allergy?.class
    if (allergy)
      assert.ok(
        given.every((row) => !row?.['allergyClass']?.split(';').includes(allergy)),
        story.id,
      )
  }
})

test('nearly everybody has a story', () => {
  const people = inventPeople(60, { seed: 'ngan-pho', today: '2026-11-23' })
  const without = people.filter(
    ({ form, ageMonths }) => !pickStory(randomFrom('story', form.name), { sex: form.sex, ageMonths }),
  )
  assert.deepEqual(
    without.map(({ form }) => form.birthDate),
    [],
  )
})

test('body size grows with age', () => {
  const at = (ageMonths: number) => Number(inventBodySize(randomFrom('size'), { sex: 'male', ageMonths }).weight)
  assert.ok(at(0) > 2.8 && at(0) < 4)
  assert.ok(at(6) > 6 && at(6) < 10)
  assert.ok(at(60) > 15 && at(60) < 22)
  assert.ok(at(480) > 45 && at(480) < 95)
})
