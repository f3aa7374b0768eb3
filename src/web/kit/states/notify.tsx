import { Chip } from '../marks/chip.tsx'
import { makeStore } from '../net/store.ts'

interface Notice {
  readonly id: number
  readonly text: string
  readonly tone: 'quiet' | 'ok' | 'warn'
}

const notices = makeStore<{ shown: readonly Notice[] }>({ shown: [] })
let count = 0

/** A line that may be missed without harm. Never a clinical fact, never an error that needs an act. */
export function notify(text: string, { tone = 'quiet' }: { readonly tone?: Notice['tone'] } = {}): void {
  count += 1
  const notice = { id: count, text, tone }
  notices.set({ shown: [...notices.get().shown.slice(-2), notice] })
  setTimeout(() => notices.set({ shown: notices.get().shown.filter((one) => one !== notice) }), 5000)
}

/** Where the lines appear: bottom left, over nothing that one presses. */
export function Notices() {
  const { shown } = notices.use()
  return (
    <div className="lo-notices" role="status">
      {shown.map((notice) => (
        <div key={notice.id} className="lo-notice">
          <Chip tone={notice.tone} {...(notice.tone === 'ok' ? { icon: 'check' as const } : {})}>
            {notice.text}
          </Chip>
        </div>
      ))}
    </div>
  )
}
