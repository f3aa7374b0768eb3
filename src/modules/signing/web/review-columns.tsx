import type { ReactNode } from 'react'
import { Columns, PdfView, Stack } from '#web/kit/index.ts'
import type { UnsignedPaper, WaitingPaper } from '../contract.ts'
import { UnsignedList } from './unsigned-list.tsx'
import type { Review } from './use-review.ts'
import { WaitingList } from './waiting-list.tsx'

export interface ReviewColumnsProps {
  readonly title: string
  readonly papers: readonly WaitingPaper[]
  readonly open: WaitingPaper
  readonly marked: ReadonlySet<string>
  readonly review: Review
  /** What the last try left, and of which papers. */
  readonly unsigned: readonly UnsignedPaper[]
  readonly tried: readonly WaitingPaper[]
  readonly onOpen: (id: string) => void
  readonly onMark: (marked: ReadonlySet<string>) => void
  readonly side: ReactNode
  readonly sideWidth: number
}

/** Papers that wait, the very bytes of one of them, and what is done with those that were chosen. */
export function ReviewColumns(props: ReviewColumnsProps) {
  const { open, review } = props
  return (
    <Columns
      sheet
      leftWidth={320}
      left={
        <Stack gap={12}>
          <UnsignedList unsigned={props.unsigned} papers={props.tried} />
          <WaitingList
            title={props.title}
            papers={props.papers}
            open={open.id}
            marked={props.marked}
            isSeen={review.isSeen}
            onOpen={props.onOpen}
            onMark={props.onMark}
          />
        </Stack>
      }
      main={
        <PdfView
          key={open.sha256}
          url={review.fileOf(open)}
          title={`${open.form} ${open.title}`}
          onShown={(sha256) => review.noteShown(open, sha256)}
        />
      }
      sideWidth={props.sideWidth}
      side={props.side}
    />
  )
}
