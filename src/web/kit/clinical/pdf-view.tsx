import { lazy, Suspense } from 'react'
import { Loading } from '../states/states.tsx'
import type { PdfPagesProps } from './pdf-pages.tsx'

const Pages = lazy(() => import('./pdf-pages.tsx'))

/** The very bytes of a paper, as the signer sees and the printer prints them; the drawing code comes with the first. */
export function PdfView(props: PdfPagesProps) {
  return (
    <Suspense fallback={<Loading rows={12} />}>
      <Pages {...props} />
    </Suspense>
  )
}
