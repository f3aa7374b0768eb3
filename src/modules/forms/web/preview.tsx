import { useEffect, useState } from 'react'
import { type ApiError, api, Dialog, Failure, Loading, PdfView, t, toApiError } from '#web/kit/index.ts'
import { type OpenFill, responseOf } from './use-fill.ts'

interface PreviewProps {
  readonly fill: OpenFill
  readonly onClose: () => void
}

/** The paper as it would be printed now, marked as a draft. */
export function Preview({ fill, onClose }: PreviewProps) {
  const { view, keeper, store } = fill
  const [bytes, setBytes] = useState<ArrayBuffer>()
  const [error, setError] = useState<ApiError>()
  useEffect(() => {
    const run = { stopped: false }
    void (async () => {
      try {
        const body = { version: keeper.version, response: { ...responseOf(view), ...store.response() } }
        const made = await api.postForBytes(`/api/fills/${view.id}/preview`, body)
        if (!run.stopped) setBytes(made)
      } catch (thrown) {
        if (!run.stopped) setError(toApiError(thrown))
      }
    })()
    return () => {
      run.stopped = true
    }
  }, [view, keeper, store])
  return (
    <Dialog open onClose={onClose} title={t('fill.preview.title', { code: view.code })} width={920}>
      {error && <Failure error={error} />}
      {!error && !bytes && <Loading rows={12} />}
      {bytes && <PdfView bytes={bytes} title={`${view.code} ${view.title}`} />}
    </Dialog>
  )
}
