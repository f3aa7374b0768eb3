import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { useEffect, useRef, useState } from 'react'
import { toApiError } from '../net/api-error.ts'
import { Failure, Loading } from '../states/states.tsx'
import { t } from '../text/translate.ts'

GlobalWorkerOptions.workerSrc = workerUrl

export interface PdfPagesProps {
  /** Where the file is; `bytes` when it is at hand already. */
  readonly url?: string
  readonly bytes?: ArrayBuffer
  readonly title: string
  /** Told the SHA-256 (hex) of the very bytes that are on the screen. */
  readonly onShown?: ((sha256: string) => void) | undefined
}

interface Loaded {
  readonly document: PDFDocumentProxy
  readonly sha256: string
}

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

async function fetched(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const answer = await fetch(url, { signal, credentials: 'same-origin' })
  if (!answer.ok) throw new Error(`${answer.status}`)
  return answer.arrayBuffer()
}

async function load(source: string | ArrayBuffer, signal: AbortSignal): Promise<Loaded> {
  const bytes = typeof source === 'string' ? await fetched(source, signal) : source.slice(0)
  const sha256 = hex(await crypto.subtle.digest('SHA-256', bytes))
  const task = getDocument({ data: bytes, isEvalSupported: false, enableXfa: false })
  signal.addEventListener('abort', () => void task.destroy())
  return { document: await task.promise, sha256 }
}

/** One page as a picture of its exact content, with its text for those who hear it. */
function PdfPage({ document, number, label }: { document: PDFDocumentProxy; number: number; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [text, setText] = useState('')
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    const run = { stopped: false }
    const show = async () => {
      const page = await document.getPage(number)
      if (run.stopped || !canvas.current) return
      await draw(page, canvas.current)
      const content = await page.getTextContent()
      if (!run.stopped) setText(content.items.map((item) => ('str' in item ? item.str : '')).join(' '))
    }
    // Who opens the next paper ends the drawing of this one.
    show().catch((thrown: unknown) => run.stopped || setError(thrown))
    return () => {
      run.stopped = true
    }
  }, [document, number])
  if (error !== undefined) return <Failure error={toApiError(error)} />
  return (
    <figure className="lo-pdf-page">
      <canvas ref={canvas} role="img" aria-label={label} />
      <figcaption className="lo-hidden">{text}</figcaption>
    </figure>
  )
}

/** Twice the size of the screen's points, so that small print stays sharp when one zooms in. */
const sharpness = 2

async function draw(page: PDFPageProxy, canvas: HTMLCanvasElement): Promise<void> {
  const viewport = page.getViewport({ scale: sharpness })
  canvas.width = viewport.width
  canvas.height = viewport.height
  await page.render({ canvas, viewport }).promise
}

/** The pages of a PDF file, drawn by the application itself, so that every browser shows the same. */
export default function PdfPages({ url = '', bytes, title, onShown }: PdfPagesProps) {
  const [loaded, setLoaded] = useState<Loaded>()
  const [error, setError] = useState<unknown>()
  const told = useRef(onShown)
  told.current = onShown
  useEffect(() => {
    const stop = new AbortController()
    setLoaded(undefined)
    setError(undefined)
    load(bytes ?? url, stop.signal).then(
      (found) => {
        setLoaded(found)
        told.current?.(found.sha256)
      },
      (thrown) => stop.signal.aborted || setError(thrown),
    )
    return () => stop.abort()
  }, [url, bytes])
  if (error !== undefined) return <Failure error={toApiError(error)} />
  if (!loaded) return <Loading rows={12} />
  const count = loaded.document.numPages
  return (
    <section className="lo-pdf-pages" aria-label={title}>
      {Array.from({ length: count }, (_, index) => index + 1).map((number) => (
        <PdfPage
          key={`${loaded.sha256}-${number}`}
          document={loaded.document}
          number={number}
          label={t('kit.pdf.page', { title, number, count })}
        />
      ))}
    </section>
  )
}
