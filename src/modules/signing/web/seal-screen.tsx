import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Empty,
  Failure,
  formatTime,
  Loading,
  notify,
  Page,
  PageHead,
  Panel,
  Stack,
  t,
  useApi,
  useCommand,
  useLive,
  useSearchParam,
} from '#web/kit/index.ts'
import type { SignAnswer, UnsignedPaper, WaitingPaper } from '../contract.ts'
import type { PapersToSeal, SealPapersBody } from '../seal-contract.ts'
import { ReviewColumns } from './review-columns.tsx'
import { type Review, useReview } from './use-review.ts'
import { shownAs } from './use-signing.ts'

/** Papers that everybody has signed: who keeps the seal looks at each and puts it there. */
export default function SealScreen() {
  const list = useApi<PapersToSeal>('/api/signing/to-seal')
  useLive(['DocumentReference'], ['/api/signing'])
  if (list.isPending) return <Loading rows={8} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  return <Sealing papers={list.data.papers} />
}

interface PanelProps {
  readonly papers: readonly WaitingPaper[]
  readonly review: Review
  readonly onNext: () => void
  readonly onSealed: (answer: SignAnswer) => void
}

function SealPanel({ papers, review, onNext, onSealed }: PanelProps) {
  const seal = useCommand((body: SealPapersBody, act) => api.post<SignAnswer>('/api/signing/to-seal', body, act), {
    refresh: ['/api/signing', '/api/documents', '/api/records'],
    done: (answer) => {
      const count = answer.signed.length
      notify(t('seal.done', { count, at: formatTime(answer.signedAt) }), {
        tone: answer.failed.length > 0 ? 'warn' : 'ok',
      })
      onSealed(answer)
    },
  })
  const unseen = papers.filter((paper) => !review.isSeen(paper)).length
  const blocked =
    papers.length === 0
      ? t('seal.needPaper')
      : papers.some(review.isOther)
        ? t('error.signing.contentChanged')
        : unseen > 0
          ? t('signing.panel.needReview', { count: unseen })
          : undefined
  const run = () => void seal.run({ documents: papers.map(shownAs), batch: review.batch })
  return (
    <Panel title={t('seal.panel')} count={papers.length} pad>
      <Stack gap={12}>
        <b>{t('seal.with')}</b>
        <div className="lo-ink2">{t('seal.how')}</div>
        {unseen > 0 && papers.length > 1 && (
          <Button size="sm" onClick={onNext}>
            {t('signing.nextUnseen')}
          </Button>
        )}
        {seal.error && <Alert level="stop" title={seal.error.title} />}
        <Button
          kind="primary"
          size="lg"
          icon="seal"
          full
          busy={seal.busy}
          onClick={run}
          {...(blocked ? { disabledBecause: blocked } : {})}
        >
          {t('seal.button', { count: papers.length })}
        </Button>
      </Stack>
    </Panel>
  )
}

function Sealing({ papers }: { readonly papers: readonly WaitingPaper[] }) {
  const [asked, setAsked] = useSearchParam('paper')
  const open = papers.find((paper) => paper.id === asked) ?? papers[0]
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [failed, setFailed] = useState<readonly UnsignedPaper[]>([])
  const [tried, setTried] = useState<readonly WaitingPaper[]>([])
  const review = useReview()
  const chosen = papers.filter((paper) => (marked.size > 0 ? marked.has(paper.id) : paper.id === open?.id))
  const openNext = () => setAsked(chosen.find((paper) => !review.isSeen(paper) && paper.id !== open?.id)?.id)
  const head = <PageHead title={t('seal.title')} note={t('seal.note', { count: papers.length })} />
  if (!open)
    return (
      <Page head={head}>
        <Panel>
          <Empty>
            <b>{t('seal.empty.title')}</b>
            <div>{t('seal.empty.text')}</div>
          </Empty>
        </Panel>
      </Page>
    )
  return (
    <Page head={head}>
      <ReviewColumns
        title={t('seal.list')}
        papers={papers}
        open={open}
        marked={marked}
        review={review}
        unsigned={failed}
        tried={tried}
        onOpen={setAsked}
        onMark={setMarked}
        sideWidth={320}
        side={
          <SealPanel
            papers={chosen}
            review={review}
            onNext={openNext}
            onSealed={(answer) => {
              setFailed(answer.failed)
              setTried(chosen)
              setMarked(new Set())
              setAsked(undefined)
            }}
          />
        }
      />
    </Page>
  )
}
