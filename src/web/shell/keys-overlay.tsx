import { bound } from '#web/kit/hands/shortcuts.ts'
import { Dialog, Kbd, t } from '#web/kit/index.ts'

const spoken: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  enter: 'Enter',
  escape: 'Esc',
  arrowup: 'Up',
  arrowdown: 'Down',
}

/** `mod+enter` as Ctrl Enter, `g k` as G, then K. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className="lo-inline" style={{ gap: 4, alignItems: 'center' }}>
      {keys.split(' ').map((press, at) => (
        <span key={press} className="lo-inline" style={{ gap: 3 }}>
          {at > 0 && <span className="lo-dense lo-ink3">{t('shell.keys.then')}</span>}
          {press.split('+').map((part) => (
            <Kbd key={part}>{spoken[part] ?? part.toUpperCase()}</Kbd>
          ))}
        </span>
      ))}
    </span>
  )
}

/** `?`: the keys that work here and now, those of the screen first. */
export default function KeysOverlay({ onClose }: { readonly onClose: () => void }) {
  const { layers } = bound.use()
  const seen = new Set<string>()
  const all = [...layers].reverse().flatMap((layer) => layer.shortcuts)
  const shown = all.filter(({ keys }) => !seen.has(keys) && seen.add(keys))
  return (
    <Dialog open onClose={onClose} title={t('shell.keys.title')} width={640}>
      <dl className="lo-keys">
        {shown.map((shortcut) => (
          <div key={shortcut.keys}>
            <dt>{shortcut.label}</dt>
            <dd>
              <Keys keys={shortcut.keys} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="lo-dense lo-ink3" style={{ marginTop: 12 }}>
        {t('shell.keys.note')}
      </p>
    </Dialog>
  )
}
