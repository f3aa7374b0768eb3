import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { describe, it } from 'node:test'
import { parseJson } from '#fhir/json.ts'
import { structures } from '#store/definitions.ts'
import { hasSharedData, sharedData, sharedLines } from '#tests/support/conformance.ts'
import { damage, placesIn, seeded } from '#tests/support/damage.ts'
import { sampleResources } from '#tests/support/sample-resources.ts'
import { compilePath, evaluatePath } from '../../fhirpath/index.ts'
import type { Json } from '../walk.ts'
import { compileQuick } from './compile.ts'
import type { Run } from './part.ts'

/** Said of every element and resource; the validator does them in its own code. */
const universal: Readonly<Record<string, string>> = {
  'dom-2': 'contained.contained.empty()',
  'dom-4': 'contained.meta.versionId.empty() and contained.meta.lastUpdated.empty()',
  'dom-5': 'contained.meta.security.empty()',
}

interface Pair {
  readonly quick: Run | undefined
  readonly engine: ReturnType<typeof compilePath>
}
const pairs = new Map<string, Pair>()
const counts = { compared: 0, expressions: new Set<string>() }

function pairOf(expression: string, type: string): Pair {
  const key = `${type} ${expression}`
  const known = pairs.get(key)
  if (known) return known
  const made = { quick: compileQuick(structures, expression, type), engine: compilePath(expression, type) }
  pairs.set(key, made)
  return made
}

function outcome(work: () => readonly unknown[]): string {
  try {
    return JSON.stringify(work())
  } catch {
    return 'refused'
  }
}

function compare(expression: string, type: string, value: Json, resource: Json, root: Json): void {
  const { quick, engine } = pairOf(expression, type)
  if (!quick) return
  const asked = {
    resource,
    rootResource: root,
    context: value,
    inValueSet: () => undefined,
    budget: { left: 1e9 },
  }
  const ours = outcome(() => quick(asked, [value]))
  const theirs = outcome(() => evaluatePath(engine, value, { resource, rootResource: root }))
  counts.compared++
  counts.expressions.add(expression)
  assert.equal(ours, theirs, `${expression} on ${type} ${JSON.stringify(value).slice(0, 400)}`)
}

function compareAll(whole: Json): void {
  for (const { owner, type, resource, root } of placesIn(structures, whole)) {
    const own = structures.invariants(type).map(([, , expression]) => expression)
    const all = structures.isResource(type) ? [...own, ...Object.values(universal)] : own
    for (const expression of all)
      if (!expression.includes('trace(')) compare(expression, type, owner, resource, root)
  }
}

/** Resources of every type, the smaller ones: the engine is what takes the time. */
function examples(): readonly Json[] {
  if (!hasSharedData) return sampleResources
  const files = globSync('examples/**/*.ndjson', { cwd: sharedData }).sort()
  const lines = files.flatMap((file) =>
    sharedLines(file)
      .filter((line) => line.length < 6000)
      .slice(0, 4),
  )
  return [...sampleResources, ...lines.map((line) => parseJson(line) as Json)]
}

/** Values of another type are refused before; the engine gives up on them in ways of its own. */
const otherFaults = new Set(['wrong type', 'null member', 'bad date'])

describe('quick constraints', () => {
  it('say what the FHIRPath engine says, on valid and on damaged resources', () => {
    const pick = seeded(7)
    for (const one of examples()) {
      compareAll(one)
      for (let round = 0; round < 2; round++) {
        const made = damage(structures, one, pick)
        if (made && !otherFaults.has(made.name)) compareAll(made.resource)
      }
    }
    assert.ok(counts.compared > (hasSharedData ? 500 : 100), `${counts.compared} comparisons`)
    if (hasSharedData) assert.ok(counts.expressions.size > 100, `${counts.expressions.size} expressions`)
  })

  it('leave to the engine what they cannot say', () => {
    assert.equal(compileQuick(structures, 'name.resolve()', 'Patient'), undefined)
    assert.equal(compileQuick(structures, 'value is Quantity', 'Observation'), undefined)
    assert.equal(compileQuick(structures, 'birthDate = today()', 'Patient'), undefined)
  })
})
