import { useState } from 'react'
import {
  Button,
  Empty,
  Failure,
  LinkTo,
  Loading,
  Page,
  PageHead,
  Panel,
  t,
  useApi,
  useLive,
  useSearchParam,
  useShortcuts,
} from '#web/kit/index.ts'
import type { UnsignedPaper, WaitingPaper, Worklist } from '../contract.ts'
import { ReviewColumns } from './review-columns.tsx'
import { SignPanel } from './sign-panel.tsx'
import { ToRecords } from './to-records.tsx'
import { useReview } from './use-review.ts'

/** Papers waiting for me: choose, look at each, sign one or all with one PIN. Those of `visit` are chosen at first. */
export default function SigningScreen() {
  const list = useApi<Worklist>('/api/signing/mine')
  useLive(['DocumentReference'], ['/api/signing'])
  if (list.isPending) return <Loading rows={8} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  return <Signing papers={list.data.papers} />
}

interface Failed {
  readonly unsigned: readonly UnsignedPaper[]
  readonly papers: readonly WaitingPaper[]
}

function Signing({ papers }: { readonly papers: readonly WaitingPaper[] }) {
  const [asked, setAsked] = useSearchParam('paper')
  const open = papers.find((paper) => paper.id === asked) ?? papers[0]
  const [visit] = useSearchParam('visit')
  const [byHand, setMarked] = useState<ReadonlySet<string>>()
  const marked = byHand ?? new Set(papers.filter((paper) => paper.encounterId === visit).map((paper) => paper.id))
  const review = useReview()
  const [signed, setSigned] = useState<readonly WaitingPaper[]>([])
  const [failed, setFailed] = useState<Failed>({ unsigned: [], papers: [] })
  const chosen = papers.filter((paper) => (marked.size > 0 ? marked.has(paper.id) : paper.id === open?.id))
  const all = papers.length > 0 && marked.size === papers.length
  const toggleAll = () => setMarked(all ? new Set() : new Set(papers.map((paper) => paper.id)))
  const unseen = chosen.filter((paper) => !review.isSeen(paper))
  const openNext = () => setAsked(unseen.find((paper) => paper.id !== open?.id)?.id)
  useShortcuts([
    { keys: 'mod+a', label: t('signing.selectAll'), run: toggleAll },
    { keys: 'alt+n', label: t('signing.nextUnseen'), run: openNext },
  ])
  if (!open)
    return (
      <Page head={<PageHead title={t('signing.title')} />}>
        <Panel>
          <Empty>
            <b>{t('signing.empty.title')}</b>
            <div>{t('signing.empty.text')}</div>
            <ToRecords signed={signed} />
            <LinkTo to="/signing/places">{t('signing.places.department')}</LinkTo>
          </Empty>
        </Panel>
      </Page>
    )
  const head = (
    <PageHead title={t('signing.title')} note={t('signing.note', { count: papers.length })}>
      <ToRecords signed={signed} />
      <LinkTo to="/signing/places">{t('signing.places.department')}</LinkTo>
      <Button icon="checklist" onClick={toggleAll} keyHint="Ctrl A">
        {t(all ? 'signing.clear' : 'signing.selectAll')}
      </Button>
    </PageHead>
  )
  return (
    <Page head={head}>
      <ReviewColumns
        title={t('signing.list')}
        papers={papers}
        open={open}
        marked={marked}
        review={review}
        unsigned={failed.unsigned}
        tried={failed.papers}
        onOpen={setAsked}
        onMark={setMarked}
        sideWidth={340}
        side={
          <SignPanel
            papers={chosen}
            batch={review.batch}
            unseen={unseen.length}
            onNext={openNext}
            mismatch={chosen.some(review.isOther)}
            onSigned={(answer) => {
              const done = new Set(answer.signed.map(({ id }) => id))
              setSigned(chosen.filter(({ id }) => done.has(id)))
              setFailed({ unsigned: answer.failed, papers: chosen })
              setMarked(new Set())
              setAsked(undefined)
            }}
          />
        }
      />
    </Page>
  )
}
