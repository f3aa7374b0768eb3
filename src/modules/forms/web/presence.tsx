import { useEffect, useState } from 'react'
import { readKey } from '#fhir/sdc/nodes.ts'
import { wordsIn } from '#web/kit/form/index.ts'
import { api, Chip, formatTime, language, newAct, t } from '#web/kit/index.ts'
import type { PresenceView } from '../contract.ts'
import type { OpenFill } from './use-fill.ts'

const everyMs = 10_000

/** Key of the question that has the cursor. */
function keyAtCursor(): string {
  const item = document.activeElement?.closest('.fi-sheet .fo-item')
  return item ? item.id.slice('form-'.length) : ''
}

/** Tells the server that the form is open here, and where; hears who else has it open. */
function useOthers({ view }: OpenFill): PresenceView['others'] {
  const [others, setOthers] = useState<PresenceView['others']>([])
  const { id, editable } = view
  useEffect(() => {
    if (!editable) return
    const tell = () => {
      const act = { ...newAct(), background: true }
      api.put<PresenceView>(`/api/fills/${id}/presence`, { at: keyAtCursor() }, act).then(
        (answer) => setOthers(answer.others),
        // Who is there is told again in ten seconds; saving has its own sign when the server is away.
        () => setOthers([]),
      )
    }
    tell()
    const timer = setInterval(tell, everyMs)
    return () => clearInterval(timer)
  }, [id, editable])
  return others
}

function placeOf({ model }: OpenFill, at: string): string {
  const item = model.byLinkId.get(readKey(at).linkId)
  return item ? wordsIn(item.words, language()) : ''
}

/** Who else has this fill open and where, and who wrote in it meanwhile. */
export function Presence({ fill }: { readonly fill: OpenFill }) {
  const others = useOthers(fill)
  const { otherWriter } = fill.keeper
  if (others.length === 0 && !otherWriter) return null
  return (
    <span role="status" className="fi-presence">
      {others.map(({ name, at }) => {
        const place = placeOf(fill, at)
        return (
          <Chip key={name} tone="accent" icon="users">
            {place ? t('fill.presence.at', { name, place }) : t('fill.presence.here', { name })}
          </Chip>
        )
      })}
      {otherWriter && (
        <span className="lo-dense lo-ink2">
          {t('fill.presence.wrote', { name: otherWriter.name, time: formatTime(otherWriter.at) })}
        </span>
      )}
    </span>
  )
}
