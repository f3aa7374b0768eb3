import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { type ExportResult, ExportResultCode, parseTraceParent } from '@opentelemetry/core'
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { sendOut } from '../outbound/send.ts'
import { onlyAllowed } from './allowed.ts'
import { type LiveSpan, type SpanRecorder, untraced } from './spans.ts'

type Settings = Pick<Config, 'traceShare' | 'outboundPrivate'>

/** Records spans and sends them to a collector as OTLP over HTTP, some at a time; what it does not take is lost. */
export function otlpRecorder(url: string, config: Settings, log: Logger): SpanRecorder {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'lanong' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(config.traceShare) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: exporterTo(url, config, log) })],
  })
  const tracer = provider.getTracer('lanong')
  const spans = new WeakMap<LiveSpan, Span>()
  const contextOf = (parent: LiveSpan | string | undefined) => {
    if (typeof parent === 'object') {
      const span = spans.get(parent)
      return span ? trace.setSpan(ROOT_CONTEXT, span) : ROOT_CONTEXT
    }
    const remote = parent === undefined ? null : parseTraceParent(parent)
    return remote ? trace.setSpanContext(ROOT_CONTEXT, { ...remote, isRemote: true }) : ROOT_CONTEXT
  }
  return {
    start(name, attributes, parent) {
      const kind = attributes['http.request.method'] === undefined ? SpanKind.INTERNAL : SpanKind.SERVER
      const span = tracer.startSpan(name, { kind, attributes: onlyAllowed(attributes) }, contextOf(parent))
      const live = liveSpan(span)
      spans.set(live, span)
      return live
    },
    stop: () => provider.shutdown(),
  }
}

function liveSpan(span: Span): LiveSpan {
  const { traceId, spanId, traceFlags } = span.spanContext()
  return {
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    rename: (name) => void span.updateName(name),
    set(attributes) {
      span.setAttributes(onlyAllowed(attributes))
      // Without a message: texts of errors may hold what they are about.
      if (attributes['error.type'] !== undefined) span.setStatus({ code: SpanStatusCode.ERROR })
    },
    end: () => span.end(),
  }
}

const timeoutMs = 10_000

function exporterTo(url: string, { outboundPrivate }: Settings, log: Logger): SpanExporter {
  async function send(spans: ReadableSpan[]): Promise<void> {
    const answer = await sendOut({
      url,
      allowed: { listed: [url], inside: outboundPrivate },
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JsonTraceSerializer.serializeRequest(spans) ?? '',
      timeoutMs,
    })
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
  }
  return {
    export(spans, done: (result: ExportResult) => void) {
      untraced(() => send(spans)).then(
        () => done({ code: ExportResultCode.SUCCESS }),
        (error: Error) => {
          log.warn({ err: error, spans: spans.length }, 'the collector did not take the traces')
          done({ code: ExportResultCode.FAILED, error })
        },
      )
    },
    shutdown: async () => {},
  }
}
