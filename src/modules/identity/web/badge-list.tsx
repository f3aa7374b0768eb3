import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Dialog,
  Failure,
  formatDateTime,
  Loading,
  Panel,
  Row,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
  useScanner,
} from '#web/kit/index.ts'
import type { Badge, NewBadge } from '../switching/contract.ts'

interface BadgeListProps {
  readonly accountId: string
  readonly name: string
}

/** Badges of a person: a card is scanned, or a code is made and printed once. */
export function BadgeList({ accountId, name }: BadgeListProps) {
  const address = `/api/accounts/${accountId}/badges`
  const badges = useApi<Badge[]>(address)
  const [label, setLabel] = useState('')
  const [made, setMade] = useState<NewBadge>()
  const add = useCommand((body: { label: string; code?: string }, act) => api.post<NewBadge>(address, body, act), {
    refresh: [address],
    done: (answer) => {
      setLabel('')
      if (answer.picture) setMade(answer)
    },
  })
  const end = useCommand((id: string, act) => api.delete(`${address}/${id}`, act), { refresh: [address] })
  useScanner((code) => {
    if (label === '') return false
    void add.run({ label, code })
    return true
  })
  if (badges.isPending) return <Loading rows={2} />
  if (badges.isError) return <Failure error={badges.error} retry={badges.refetch} />
  return (
    <Panel title={t('identity.badges.title')} count={badges.data.length}>
      {badges.data.map((badge) => (
        <Row
          key={badge.id}
          icon="badge"
          title={badge.label}
          detail={formatDateTime(badge.madeAt)}
          aside={
            <Button size="sm" busy={end.busy} onClick={() => end.run(badge.id)}>
              {t('identity.badges.end')}
            </Button>
          }
        />
      ))}
      <div style={{ padding: 14 }}>
        <Stack>
          {add.error && <Alert level="warning" title={add.error.title} />}
          <TextField
            label={t('identity.badges.label')}
            value={label}
            onChange={setLabel}
            maxLength={100}
            hint={t('identity.badges.scan')}
          />
          <Button
            icon="qr"
            busy={add.busy}
            disabledBecause={label === '' ? t('identity.badges.labelMissing') : undefined}
            onClick={() => add.run({ label })}
          >
            {t('identity.badges.make')}
          </Button>
        </Stack>
      </div>
      {made && <PrintBadge made={made} name={name} onClose={() => setMade(undefined)} />}
    </Panel>
  )
}

function PrintBadge({
  made,
  name,
  onClose,
}: {
  readonly made: NewBadge
  readonly name: string
  readonly onClose: () => void
}) {
  const picture = `data:image/svg+xml;utf8,${encodeURIComponent(made.picture ?? '')}`
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('identity.badges.print')}
      actions={
        <Button kind="primary" icon="print" onClick={() => printPicture(picture, name)}>
          {t('identity.badges.print')}
        </Button>
      }
    >
      <Stack align="center">
        <img src={picture} alt={name} width={180} height={180} style={{ background: '#fff', padding: 8 }} />
        <b>{name}</b>
        <p className="lo-ink2">{t('identity.badges.once')}</p>
      </Stack>
    </Dialog>
  )
}

/** Prints the card alone, 54 × 86 mm, from a frame of its own. */
function printPicture(picture: string, name: string): void {
  const frame = document.createElement('iframe')
  frame.style.display = 'none'
  document.body.append(frame)
  const page = frame.contentDocument
  if (!page) return
  const image = page.createElement('img')
  image.width = 170
  image.onload = () => {
    frame.contentWindow?.print()
    frame.remove()
  }
  image.src = picture
  const line = page.createElement('p')
  line.textContent = name
  page.body.append(image, line)
}
