import { useState } from 'react'
import { Columns, can, DocumentCard, formatDateTime, LinkTo, PageBody, Panel, t } from '#web/kit/index.ts'
import type { PaperView } from '../contract.ts'
import { PaperSheet } from './paper-sheet.tsx'
import { PaperSide } from './paper-side.tsx'
import { entryState } from './paper-state.ts'

interface PapersOfProps {
  readonly papers: readonly PaperView[]
  /** Id of the paper to open. */
  readonly first?: string
}

/** List, paper, signatures side by side. */
export function PapersOf({ papers, first }: PapersOfProps) {
  const [openId, setOpenId] = useState(first)
  const open = papers.find((paper) => paper.id === openId) ?? papers[0]
  if (!open) return null
  const list = (
    <Panel
      title={t('documents.list')}
      count={papers.length}
      actions={
        can('fills.read') && <LinkTo to={`/encounters/${open.encounterId}/forms`}>{t('fill.toForms')}</LinkTo>
      }
    >
      {papers.map((paper) => (
        <DocumentCard
          key={paper.id}
          title={paper.title}
          code={paper.form}
          at={formatDateTime(paper.date)}
          state={entryState(paper)}
          stateText={t(`documents.state.${paper.state}`)}
          selected={paper.id === open.id}
          onOpen={() => setOpenId(paper.id)}
        />
      ))}
    </Panel>
  )
  return (
    <PageBody>
      <Columns
        sheet
        left={list}
        leftWidth={300}
        main={<PaperSheet paper={open} />}
        side={<PaperSide key={open.id} paper={open} onReplaced={setOpenId} />}
        sideWidth={340}
      />
    </PageBody>
  )
}
