import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Act } from './api.ts'
import { ApiError } from './api-error.ts'
import { OpenActs, WritesInTurn } from './open-acts.ts'

interface Body {
  readonly version: number
  readonly text: string
}

/** A server that keeps one text, knows repeated acts, and whose answers get lost on the way when told so. */
class Kept {
  text = ''
  version = 0
  loses = 0
  private readonly answers = new Map<string, number>()

  write = async ({ version, text }: Body, { commandId }: Act): Promise<number> => {
    const before = this.answers.get(commandId)
    if (before === undefined && version !== this.version)
      throw new ApiError({ status: 412, code: 'exam.changedMeanwhile' })
    if (before === undefined) Object.assign(this, { text, version: this.version + 1 })
    const answer = before ?? this.version
    this.answers.set(commandId, answer)
    if (this.loses-- > 0) throw new ApiError({}, true)
    return answer
  }
}

describe('a write whose answer was lost', () => {
  const outcome = (error: unknown) => (error as ApiError).code

  it('is settled before the next one, which is then nobody else’s change', async () => {
    const server = new Kept()
    let version = 0
    const writes = new WritesInTurn<Body, number>(server.write, (answer) => {
      version = answer
    })
    server.loses = 2
    await assert.rejects(writes.write({ version, text: 'ho' }), (error) => outcome(error) === 'network.away')
    await assert.rejects(writes.settle(), (error) => outcome(error) === 'network.away')
    await writes.settle()
    assert.equal(version, 1)
    await writes.write({ version, text: 'ho, sốt' })
    assert.deepEqual([server.text, server.version, version], ['ho, sốt', 2, 2])
  })

  it('that was refused is not sent again', async () => {
    const server = new Kept()
    const writes = new WritesInTurn<Body, number>(server.write, () => assert.fail('refused'))
    await assert.rejects(
      writes.write({ version: 7, text: 'ho' }),
      (error) => outcome(error) === 'exam.changedMeanwhile',
    )
    await writes.settle()
    assert.equal(server.version, 0)
  })

  it('keeps its act until it is answered, and no longer', async () => {
    const acts = new OpenActs()
    const seen: string[] = []
    const send =
      (fails: boolean) =>
      async ({ commandId }: Act) => {
        seen.push(commandId)
        if (fails) throw new ApiError({}, true)
      }
    await assert.rejects(acts.run('issue', send(true)))
    await acts.run('issue', send(false))
    await acts.run('issue', send(false))
    assert.equal(seen[0], seen[1])
    assert.notEqual(seen[1], seen[2])
  })
})
