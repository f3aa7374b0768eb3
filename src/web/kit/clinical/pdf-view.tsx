import { LinkButton } from '../fields/link-button.tsx'
import { t } from '../text/translate.ts'

interface PdfViewProps {
  readonly url: string
  readonly title: string
}

/** The very bytes of the paper, shown by the browser; what is printed is what is signed. */
export function PdfView({ url, title }: PdfViewProps) {
  return (
    <object className="lo-pdf" data={url} type="application/pdf" aria-label={title}>
      <div className="lo-message">
        <div>
          {t('kit.pdf.cannot')}
          <div className="lo-message-actions">
            <LinkButton href={url} icon="download">
              {t('kit.pdf.open', { title })}
            </LinkButton>
          </div>
        </div>
      </div>
    </object>
  )
}
