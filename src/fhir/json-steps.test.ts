import assert from 'node:assert/strict'
import { it } from 'node:test'
import { finish } from '#kernel/steps.ts'
import { parseJson } from './json.ts'
import { jsonInSteps } from './json-steps.ts'

const deep = (level: number): unknown =>
  level === 0 ? { a: [1, null, true, { b: 'x\ny' }], c: {} } : { in: [deep(level - 1)], e: [] }
const values: readonly unknown[] = [
  deep(9),
  [],
  {},
  null,
  'a\n"b"',
  { a: undefined, b: [{}], c: 'ế' },
  parseJson('{"value":7.0,"list":[1.50,{"x":1e2}],"text":"a"}'),
  {
    entry: Array.from({ length: 9000 }, (_, at) => ({
      resource: { resourceType: 'Basic', id: `b${at}`, x: [at] },
    })),
  },
]

it('writes what JSON.stringify writes, in one line and indented, and pauses in what is long', () => {
  for (const value of values)
    for (const indent of ['', '  ']) {
      const parts: string[] = []
      finish(jsonInSteps(value, (part) => parts.push(part), indent))
      assert.equal(parts.join(''), JSON.stringify(value, null, indent))
    }
  let pauses = 0
  for (const _ of jsonInSteps(values.at(-1), () => {})) pauses++
  assert.ok(pauses > 0)
})
