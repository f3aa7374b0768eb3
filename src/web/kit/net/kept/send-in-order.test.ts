import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type Outcome, sendInOrder } from './send-in-order.ts'

interface Act {
  readonly id: string
  readonly refused?: string
}

/** A device with acts, and a server that does each id once and may lose answers. */
class World {
  kept: Act[]
  readonly stored: string[] = []
  private readonly known = new Set<string>()

  constructor(...ids: string[]) {
    this.kept = ids.map((id) => ({ id }))
  }

  async run(answers: (id: string, times: number) => Outcome | 'lost'): Promise<void> {
    const times = new Map<string, number>()
    await sendInOrder(this.kept, {
      send: async ({ id }) => {
        times.set(id, (times.get(id) ?? 0) + 1)
        const answer = answers(id, times.get(id) ?? 0)
        if (answer === 'lost' || answer.kind === 'done') {
          if (!this.known.has(id)) this.stored.push(id)
          this.known.add(id)
        }
        return answer === 'lost' ? { kind: 'away' } : answer
      },
      done: async ({ id }) => {
        this.kept = this.kept.filter((one) => one.id !== id)
      },
      refused: async ({ id }, why) => {
        this.kept = this.kept.map((one) => (one.id === id ? { ...one, refused: why } : one))
      },
    })
  }
}

it('sends in order and stops at the first that finds nobody', async () => {
  const world = new World('a', 'b', 'c')
  await world.run((id) => ({ kind: id === 'b' ? 'away' : 'done' }))
  assert.deepEqual([world.stored, world.kept.map(({ id }) => id)], [['a'], ['b', 'c']])
  await world.run(() => ({ kind: 'done' }))
  assert.deepEqual([world.stored, world.kept], [['a', 'b', 'c'], []])
})

it('keeps an act whose answer was lost, and does it once', async () => {
  const world = new World('a', 'b')
  await world.run(() => 'lost')
  assert.deepEqual([world.stored, world.kept.length], [['a'], 2])
  await world.run(() => ({ kind: 'done' }))
  assert.deepEqual([world.stored, world.kept], [['a', 'b'], []])
})

it('keeps a refused act with its reason and sends those after it; it is not sent again by itself', async () => {
  const world = new World('a', 'b')
  await world.run((id) => (id === 'a' ? { kind: 'refused', why: 'Hồ sơ đã khóa' } : { kind: 'done' }))
  assert.deepEqual([world.stored, world.kept], [['b'], [{ id: 'a', refused: 'Hồ sơ đã khóa' }]])
  await world.run(() => ({ kind: 'done' }))
  assert.deepEqual(world.stored, ['b'])
})
