import { useState } from 'react'
import { Button, Dialog, Stack, t } from '#web/kit/index.ts'

interface JumpButtonProps {
  readonly previous: (() => void) | undefined
  readonly next: (() => void) | undefined
}

interface Part {
  readonly label: string
  readonly go: () => void
}

/** The parts of the round as they stand on the page now. */
function partsOfPage(): readonly Part[] {
  return [...document.querySelectorAll<HTMLElement>('.rd-page .lo-panel')].flatMap((panel) => {
    const label = panel.querySelector('h2, h3')?.textContent?.trim()
    return label ? [{ label, go: () => panel.scrollIntoView({ block: 'start' }) }] : []
  })
}

/** On a phone, under the thumb: from any part of the round to another, and to the beds beside. */
export function JumpButton({ previous, next }: JumpButtonProps) {
  const [parts, setParts] = useState<readonly Part[]>()
  const close = () => setParts(undefined)
  const then = (go: () => void) => () => {
    close()
    requestAnimationFrame(go)
  }
  return (
    <div className="rd-jump">
      <Button kind="primary" size="lg" icon="list" onClick={() => setParts(partsOfPage())}>
        {t('rounds.jump')}
      </Button>
      {parts && (
        <Dialog open onClose={close} title={t('rounds.jump.title')}>
          <Stack gap={8}>
            {parts.map(({ label, go }) => (
              <Button key={label} size="lg" full onClick={then(go)}>
                {label}
              </Button>
            ))}
            {previous && (
              <Button size="lg" full icon="chevronLeft" onClick={then(previous)}>
                {t('rounds.previous')}
              </Button>
            )}
            {next && (
              <Button size="lg" full icon="chevronRight" onClick={then(next)}>
                {t('rounds.next')}
              </Button>
            )}
          </Stack>
        </Dialog>
      )}
    </div>
  )
}
