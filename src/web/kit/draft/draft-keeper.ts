import { type ApiError, toApiError } from '../net/api-error.ts'
import { chooseKept } from './choose-kept.ts'
import { keep, readKept, readServer, removeDraft, type ServerDraft, sendDraft } from './draft-store.ts'

export interface DraftStatus {
  readonly kind: 'none' | 'device' | 'saved' | 'fault'
  readonly at?: string
  readonly error?: ApiError
}

/** One draft while its screen is open: `text` is what the screen holds, `sent` what the server has. */
export class DraftKeeper<T> {
  restore: (saved: T) => void = () => undefined
  onChange: () => void = () => undefined
  status: DraftStatus = { kind: 'none' }
  conflict: ServerDraft<T> | undefined = undefined
  private user = ''
  private key = ''
  private text = ''
  private sent = ''
  private version: number | undefined = undefined
  private ready = false
  private sending = false

  /** Fetches what was kept; what is typed meanwhile wins over it. */
  async open(user: string, key: string): Promise<void> {
    Object.assign(this, { user, key, ready: false, version: undefined, conflict: undefined, text: '', sent: '' })
    const here = readKept<T>(user, key)
    const there = await readServer<T>(key).catch(() => undefined)
    if (this.key !== key || this.ready) return
    this.ready = true
    this.version = there?.version
    const chosen = chooseKept(here, there)
    if (this.text !== this.sent || !chosen) {
      if (this.text !== this.sent) this.keepHere(true)
      return
    }
    this.text = JSON.stringify(chosen.content)
    this.sent = chosen === there ? this.text : ''
    this.show(
      chosen === there ? { kind: 'saved', at: there.updatedAt } : { kind: 'device', at: here?.changedAt ?? '' },
    )
    this.restore(chosen.content)
  }

  /** What the screen holds now: kept on this device at once. */
  write(text: string): void {
    if (text === this.text) return
    const first = this.text === ''
    this.text = text
    if (first && !this.ready) this.sent = text
    if (!this.ready || first) return
    this.keepHere(true)
    if (this.status.kind !== 'saved') this.show({ kind: 'device', at: new Date().toISOString() })
  }

  async send(): Promise<void> {
    const { key, text, user } = this
    if (!this.ready || this.sending || this.conflict || text === this.sent) return
    this.sending = true
    try {
      const saved = await sendDraft<T>(key, JSON.parse(text) as T, this.version)
      if (this.key !== key || this.user !== user) return
      this.version = saved.version
      this.sent = text
      this.keepHere(this.text !== text)
      this.show({ kind: 'saved', at: saved.updatedAt })
    } catch (thrown) {
      await this.refused(toApiError(thrown))
    } finally {
      this.sending = false
    }
  }

  private async refused(error: ApiError): Promise<void> {
    if (error.code === 'drafts.changedElsewhere') this.conflict = await readServer<T>(this.key)
    const at = new Date().toISOString()
    this.show(error.offline || this.conflict ? { kind: 'device', at } : { kind: 'fault', at, error })
  }

  keepMine(): void {
    this.version = this.conflict?.version
    this.conflict = undefined
    void this.send()
  }

  takeTheirs(): void {
    const { conflict } = this
    if (!conflict) return
    this.version = conflict.version
    this.text = JSON.stringify(conflict.content)
    this.sent = this.text
    this.conflict = undefined
    this.keepHere(false)
    this.show({ kind: 'saved', at: conflict.updatedAt })
    this.restore(conflict.content)
  }

  clear(): void {
    this.sent = this.text
    this.version = undefined
    keep(this.user, this.key, undefined)
    this.show({ kind: 'none' })
    void removeDraft(this.key).catch(() => undefined)
  }

  /** The screen closes: what is not sent yet goes now, and stays on the device if it cannot. */
  close(): void {
    void this.send()
    this.onChange = () => undefined
  }

  private keepHere(waiting: boolean): void {
    keep<unknown>(this.user, this.key, {
      content: JSON.parse(this.text) as unknown,
      changedAt: new Date().toISOString(),
      waiting,
      ...(this.version === undefined ? {} : { version: this.version }),
    })
  }

  private show(status: DraftStatus): void {
    this.status = status
    this.onChange()
  }
}
