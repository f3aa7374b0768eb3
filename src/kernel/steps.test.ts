import assert from 'node:assert/strict'
import { it } from 'node:test'
import { finishInTurns, type Steps } from './steps.ts'

it('lets one piece of long work go on in a turn of the event loop, whoever else works', async () => {
  let turn = 0
  let working = true
  const turns = new Map<number, number>()
  const count = () => {
    turn++
    if (working) setImmediate(count)
  }
  function* work(steps: number): Steps<number> {
    for (let step = 0; step < steps; step++) {
      turns.set(turn, (turns.get(turn) ?? 0) + 1)
      yield
    }
    return steps
  }
  setImmediate(count)
  const done = await Promise.all(Array.from({ length: 20 }, (_, at) => finishInTurns(work(at))))
  working = false
  assert.deepEqual(
    done,
    Array.from({ length: 20 }, (_, at) => at),
  )
  turns.delete(0) // where all began
  assert.equal(Math.max(...turns.values()), 1)
})
