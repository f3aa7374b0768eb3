import { useState } from 'react'
import { Button, DraftState, Inline, Stack, TextArea, useDraft } from '#web/kit/index.ts'
import { Part } from './part.tsx'
import { words } from './samples.ts'

/** Write, close the tab, come back: the text is there. */
export function DraftPart() {
  const [text, setText] = useState('')
  const draft = useDraft('kit/sample', { text }, (saved) => setText(saved.text))
  return (
    <Part name="useDraft, DraftState">
      <Stack>
        <TextArea id="kit-draft" label={words.labels.reason} value={text} onChange={setText} />
        <Inline justify="space-between" wrap>
          <DraftState draft={draft} render={(saved) => saved.text} />
          <Button
            size="sm"
            onClick={() => {
              setText('')
              draft.clear()
            }}
          >
            {words.buttons.stop}
          </Button>
        </Inline>
      </Stack>
    </Part>
  )
}
