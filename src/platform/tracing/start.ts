import type { Services } from '../services.ts'
import { recordWith } from './spans.ts'

/** Begins to record, when the settings ask for it; the libraries are not even read otherwise. Returns what stops it. */
export async function startTracing({
  config,
  log,
}: Pick<Services, 'config' | 'log'>): Promise<() => Promise<void>> {
  const { traceUrl } = config
  if (traceUrl === undefined) return async () => {}
  const { otlpRecorder } = await import('./record.ts')
  const recorder = otlpRecorder(traceUrl, config, log)
  recordWith(recorder)
  return async () => {
    recordWith(undefined)
    await recorder.stop()
  }
}
