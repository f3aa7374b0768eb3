import { Alert, Inline, LinkButton, PdfView, Stack, t } from '#web/kit/index.ts'
import type { PaperView } from '../contract.ts'

/** Address of the version that is shown; a new signature is a new version. */
const fileOf = (paper: PaperView) => `/api/documents/${paper.id}/pdf?version=${paper.version}`

/** The same with the mark of conversion that paper prints must carry. */
const printOf = (paper: PaperView) => `/api/papers/${paper.id}/print?version=${paper.version}`

/** The paper itself: the same bytes that are signed, printed and archived. */
export function PaperSheet({ paper }: { readonly paper: PaperView }) {
  return (
    <Stack gap={10}>
      <Inline justify="flex-end">
        <LinkButton href={printOf(paper)} icon="print">
          {t('documents.print')}
        </LinkButton>
        <LinkButton href={`${fileOf(paper)}&download=1`} icon="download">
          {t('documents.save')}
        </LinkButton>
      </Inline>
      {paper.cancelReason && (
        <Alert level="stop" title={t('documents.cancelled', { reason: paper.cancelReason })} />
      )}
      {paper.correctionReason && (
        <Alert level="note" title={t('documents.correction', { reason: paper.correctionReason })}>
          {t('documents.replaces')}
        </Alert>
      )}
      <PdfView key={`${paper.id}-${paper.version}`} url={fileOf(paper)} title={`${paper.form} ${paper.title}`} />
    </Stack>
  )
}
