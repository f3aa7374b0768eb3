import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sendOut } from '#platform/outbound/send.ts'
import { onlyAllowed } from '#platform/tracing/allowed.ts'
import { type LiveSpan, recordWith, traced, untraced } from '#platform/tracing/spans.ts'
import { freshFolder, startProgram, systemToken } from './support/program.ts'
import { type Receiver, withReceiver } from './support/receiver.ts'
import { administrator, until } from './support/status.ts'

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[]
}

interface Sent {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[]
}

const spansIn = ({ received }: Receiver): readonly Span[] =>
  received.flatMap(({ body }) =>
    (JSON.parse(body) as Sent).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  )

/** None of it may leave, in whatever part of a request it stands. */
const marks = ['Khôngđượcghi', 'khongduocghi', '079170098765', 'GD4790987612345', 'viêm-kín-đáo', '0987612345']
const [name, folded, citizen, card, finding, phone] = marks
const theirs = { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' }

describe('traces', { timeout: 300_000 }, () => {
  it('show the way of requests and jobs to the database, and nothing of a patient', () =>
    withReceiver(async (collector) => {
      const program = await startProgram(['demo', '--patients', '0'], freshFolder(), {
        LANONG_TRACE_URL: collector.address,
        LANONG_OUTBOUND_PRIVATE: '127.0.0.1',
        LANONG_LOG_LEVEL: 'error',
      })
      try {
        const headers = {
          authorization: `Bearer ${await systemToken(program.url)}`,
          'content-type': 'application/fhir+json',
          traceparent: `00-${theirs.trace}-${theirs.span}-01`,
          'user-agent': `${folded}/1`,
        }
        const base = `${program.url}/fhir/R4`
        const send = async (method: string, path: string, body?: object) => {
          const answer = await fetch(`${base}${path}`, {
            method,
            headers,
            body: body ? JSON.stringify(body) : null,
          })
          await answer.arrayBuffer()
          return answer.status
        }
        const patient = {
          resourceType: 'Patient',
          id: folded,
          identifier: [{ system: 'urn:lanong:sid:cccd', value: citizen }, { value: card }],
          name: [{ text: name }],
          telecom: [{ system: 'phone', value: phone }],
        }
        assert.equal(await send('PUT', `/Patient/${folded}`, patient), 201)
        assert.equal(await send('GET', `/Patient/${folded}`), 200)
        assert.equal(await send('GET', `/Patient?name=${encodeURIComponent(name ?? '')}&phone=${phone}`), 200)
        assert.ok(
          (await send('PUT', `/Patient/${citizen}`, { resourceType: 'Patient', id: citizen, gender: finding })) >=
            400,
        )
        assert.ok((await send('GET', `/Condition?code:text=${finding}&_sort=${folded}`)) >= 200)
        assert.ok((await send('GET', `/${name}/${card}`)) >= 400)
        const cookie = await administrator(program.url)
        for (const path of [
          `patients?q=${encodeURIComponent(name ?? '')}`,
          `audit/patients/${folded}`,
          `x/${citizen}`,
        ])
          await (await fetch(`${program.url}/api/${path}`, { headers: { cookie } })).arrayBuffer()
        const named = (wanted: string) => spansIn(collector).some((one) => one.name === wanted)
        await until('a job is traced', async () => named('job operations.watch'))
        await until('the requests are traced', async () => named('GET /api/audit/patients/:patientId'))
      } finally {
        assert.equal(await program.stop(), 0)
      }
      const spans = spansIn(collector)
      const text = collector.received.map(({ body }) => body).join('\n')
      for (const mark of marks) {
        assert.ok(!text.includes(mark), mark)
        assert.ok(!text.includes(encodeURIComponent(mark)), mark)
      }
      const children = (of: Span) => spans.filter((one) => one.parentSpanId === of.spanId)
      const [put] = spans.filter((one) => one.name === 'PUT /fhir/R4/:type/:id')
      assert.ok(put, [...new Set(spans.map((one) => one.name))].join(', '))
      assert.deepEqual([put.traceId, put.parentSpanId], [theirs.trace, theirs.span])
      const [stored] = children(put).filter((one) => one.name === 'store commit')
      assert.ok(stored)
      assert.ok(children(stored).some((one) => one.name.startsWith('postgresql ')))
      const [job] = spans.filter((one) => one.name === 'job operations.watch')
      assert.ok(job && job.traceId !== theirs.trace && !job.parentSpanId)
      assert.ok(children(job).some((one) => one.name.startsWith('postgresql ')))
      assert.ok(spans.some((one) => one.name === 'store search' && one.traceId === theirs.trace))
      for (const { headers } of collector.received) assert.equal(headers['traceparent'], undefined)
    }))

  it('are passed on to other systems', () =>
    withReceiver(async (other) => {
      const traceparent = `00-${theirs.trace}-${theirs.span}-01`
      const span: LiveSpan = { traceparent, rename() {}, set() {}, end() {} }
      recordWith({ start: () => span, stop: async () => {} })
      const ask = () =>
        sendOut({ url: other.address, allowed: { listed: [other.address], inside: '127.0.0.1' }, timeoutMs: 5000 })
      try {
        await traced('job x', {}, ask, { newTrace: true })
        await traced('job x', {}, () => untraced(ask), { newTrace: true })
        await ask()
      } finally {
        recordWith(undefined)
      }
      assert.deepEqual(
        other.received.map(({ headers }) => headers['traceparent']),
        [traceparent, undefined, undefined],
      )
    }))

  it('tell what is on the list, and of that only what looks like it', () => {
    assert.deepEqual(
      onlyAllowed({
        'http.route': '/api/patients/:id',
        'http.response.status_code': 200,
        'url.full': 'http://x/api/patients?name=An',
        'lanong.job': 'Nguyễn Văn An',
        'db.query.text': 'select 1',
        'error.type': 'store.unknownParameter',
      }),
      {
        'http.route': '/api/patients/:id',
        'http.response.status_code': 200,
        'error.type': 'store.unknownParameter',
      },
    )
  })
})
