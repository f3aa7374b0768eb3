import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { structures } from '#store/definitions.ts'
import { damage, seeded } from '#tests/support/damage.ts'
import { sampleResources } from '#tests/support/sample-resources.ts'
import { validateResource } from '../validate.ts'

describe('a valid resource with one damage', () => {
  it('is valid before', () => {
    for (const one of sampleResources) assert.deepEqual(validateResource(structures, one).issues, [])
  })

  it('is refused with the path of the damage, whatever it is', () => {
    const told = new Map<string, number>()
    const pick = seeded(20261122)
    for (let round = 0; round < 4000; round++) {
      const sample = sampleResources[pick(sampleResources.length)] ?? {}
      const made = damage(structures, sample, pick)
      if (!made) continue
      const { issues } = validateResource(structures, made.resource)
      const paths = issues.map((one) => one.path)
      assert.ok(
        paths.some((path) => path === made.path || path.startsWith(`${made.path}[`)),
        `${made.name} at ${made.path}, told: ${issues.map((one) => `${one.path} ${one.text}`).join('; ')}`,
      )
      told.set(made.name, (told.get(made.name) ?? 0) + 1)
    }
    for (const [name, count] of told) assert.ok(count > 20, `${name} was tried ${count} times only`)
    assert.equal(told.size, 8)
  })
})
