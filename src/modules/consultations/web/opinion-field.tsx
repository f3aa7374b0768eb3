import { useState } from 'react'
import { api, Button, Failure, notify, Stack, TextArea, t, useCommand } from '#web/kit/index.ts'
import type { MeetingView } from '../contract.ts'

interface OpinionProps {
  readonly view: MeetingView
  readonly opinion: string
}

/** What I say at the meeting, for its minutes. */
export function OpinionField({ view, opinion }: OpinionProps) {
  const [text, setText] = useState(opinion)
  const keep = useCommand((body: object, act) => api.post(`/api/consultations/${view.id}/opinion`, body, act), {
    refresh: ['/api/consultations'],
    done: () => notify(t('consultations.opinion.saved'), { tone: 'ok' }),
  })
  return (
    <Stack gap={6}>
      {keep.error && <Failure error={keep.error} />}
      <TextArea
        label={t('consultations.opinion.mine')}
        maxLength={4000}
        minRows={2}
        value={text}
        onChange={setText}
      />
      {text.trim() !== opinion && text.trim().length >= 2 && (
        <Button size="sm" busy={keep.busy} onClick={() => void keep.run({ text: text.trim() })}>
          {t('consultations.opinion.save')}
        </Button>
      )}
    </Stack>
  )
}
