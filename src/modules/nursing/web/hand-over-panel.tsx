import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Failure,
  formatTime,
  Inline,
  Loading,
  Panel,
  Stack,
  TextArea,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { HandOverBody, HandOverView } from '../contract.ts'
import './nursing.css'

interface HandOverAnswer {
  readonly own: HandOverView
  readonly left?: HandOverView
}

/** The hand-over of this shift, written from the data, and the one that waits to be accepted. */
export function HandOverPanel({ stayId, canWrite }: { readonly stayId: string; readonly canWrite: boolean }) {
  const answer = useApi<HandOverAnswer>(`/api/stays/${stayId}/hand-over`)
  if (answer.isPending) return <Loading rows={4} />
  if (answer.isError) return <Failure error={answer.error} retry={answer.refetch} />
  const { own, left } = answer.data
  return (
    <Panel title={t('nursing.handOver.title')}>
      {left && <Left handOver={left} canWrite={canWrite} />}
      <OwnHandOver key={`${own.id ?? ''} ${own.at ?? ''}`} handOver={own} canWrite={canWrite} />
    </Panel>
  )
}

const parts = ['situation', 'background', 'assessment', 'recommendation'] as const

/** What the shift before left; another nurse takes it over. */
export function Left({ handOver, canWrite }: { readonly handOver: HandOverView; readonly canWrite: boolean }) {
  const accept = useCommand((_: undefined, act) => api.post(`/api/hand-overs/${handOver.id}/accept`, {}, act), {
    refresh: ['/api/stays', '/api/ward'],
  })
  return (
    <div className="nu-line">
      <div>
        <div className="lo-dense lo-ink2">
          {handOver.acceptedBy
            ? t('nursing.handOver.accepted', {
                who: handOver.acceptedBy,
                time: formatTime(handOver.acceptedAt ?? ''),
              })
            : t('nursing.handOver.left', { who: handOver.by ?? '–', time: formatTime(handOver.at ?? '') })}
        </div>
        {parts.map((part) => (
          <div key={part} className="nu-sbar">
            <b>{t(`nursing.handOver.letter.${part}`)}</b> {handOver[part]}
          </div>
        ))}
        {accept.error && <Alert level="warning" title={accept.error.title} />}
      </div>
      {canWrite && !handOver.acceptedBy && (
        <Button
          kind="primary"
          icon="check"
          busy={accept.busy}
          disabledBecause={handOver.mine ? t('nursing.handOver.other') : undefined}
          onClick={() => void accept.run(undefined)}
        >
          {t('nursing.handOver.accept')}
        </Button>
      )}
    </div>
  )
}

/** Four parts that follow the data until the nurse changes a word; kept, they stand for the next shift. */
export function OwnHandOver({
  handOver,
  canWrite,
}: {
  readonly handOver: HandOverView
  readonly canWrite: boolean
}) {
  const { situation, background, assessment, recommendation } = handOver
  const [edited, setEdited] = useState<HandOverBody>()
  const text = edited ?? { situation, background, assessment, recommendation }
  const save = useCommand(
    (body: HandOverBody, act) => api.post(`/api/stays/${handOver.encounterId}/hand-over`, body, act),
    { refresh: ['/api/stays', '/api/ward'] },
  )
  const isOver = handOver.acceptedBy !== undefined || !canWrite
  return (
    <div style={{ padding: 14 }}>
      <Stack gap={10}>
        <div className="lo-dense lo-ink2">
          {handOver.id
            ? t('nursing.handOver.kept', { who: handOver.by ?? '–', time: formatTime(handOver.at ?? '') })
            : t('nursing.handOver.proposed')}
        </div>
        {parts.map((part) =>
          isOver ? (
            <div key={part} className="nu-sbar">
              <b>{t(`nursing.handOver.letter.${part}`)}</b> {text[part]}
            </div>
          ) : (
            <TextArea
              key={part}
              label={t(`nursing.handOver.part.${part}`)}
              value={text[part]}
              onChange={(value) => setEdited({ ...text, [part]: value })}
              maxLength={4000}
            />
          ),
        )}
        {save.error && <Alert level="warning" title={save.error.title} />}
        {!isOver && (
          <Inline justify="flex-end">
            <Button icon="check" busy={save.busy} onClick={() => void save.run(text)}>
              {t('nursing.handOver.keep')}
            </Button>
          </Inline>
        )}
      </Stack>
    </div>
  )
}
