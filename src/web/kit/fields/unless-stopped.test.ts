import assert from 'node:assert/strict'
import { it } from 'node:test'
import { unlessStopped } from './unless-stopped.ts'

it('an answer that comes after the next question is not shown, also when whoever asks cannot be stopped', async () => {
  const shown: string[] = []
  const tell = { found: (one: string) => void shown.push(one), failed: () => void shown.push('failed') }
  const older = Promise.withResolvers<string>()
  const broken = Promise.withResolvers<string>()
  const stopped = new AbortController()
  const asked = [
    unlessStopped(older.promise, stopped.signal, tell),
    unlessStopped(broken.promise, stopped.signal, tell),
  ]
  stopped.abort()
  await unlessStopped(Promise.resolve('Oanh'), new AbortController().signal, tell)
  await unlessStopped(Promise.reject(new Error('no network')), new AbortController().signal, tell)
  older.resolve('everybody')
  broken.reject(new Error('late'))
  await Promise.all(asked)
  assert.deepEqual(shown, ['Oanh', 'failed'])
})
