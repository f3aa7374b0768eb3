import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import type { DraftStatus } from '../draft/draft-keeper.ts'
import type { KeptDraft } from '../draft/draft-store.ts'
import { type ApiError, toApiError } from '../net/api-error.ts'
import { contentOf, itemsOf } from './content.ts'
import type { FormStore, OtherAnswer } from './form-store.ts'
import { merge, withTheirs } from './merge.ts'

/** What of a fill is kept on this device until the server has it: enough to put it together with a newer one. */
export interface KeptFill {
  readonly base: QuestionnaireResponse
  readonly mine: QuestionnaireResponse
  /** Choices that are still open, by place. */
  readonly others?: readonly (readonly [string, OtherAnswer])[]
}

/** A version of the fill as the server has it. */
export interface StoredFill {
  readonly version: number
  readonly response: QuestionnaireResponse
  readonly savedAt: string
  readonly savedBy?: string
}

/** The ways of a fill to the server and to this device. */
export interface FillWays {
  read(): Promise<StoredFill>
  save(version: number, response: QuestionnaireResponse): Promise<{ version: number; savedAt: string }>
  keep(draft: KeptDraft<KeptFill> | undefined): boolean
  kept(): KeptDraft<KeptFill> | undefined
}

const sendMs = 2000
const keepMs = 300
const retryMs = 5000

/**
 * Saves one fill while it is written: on this device within a third of a second, on the server two seconds after the
 * first letter it lacks. When another person saved meanwhile, both texts are put together item by item.
 */
export class FillKeeper {
  readonly store: FormStore
  status: DraftStatus = { kind: 'none' }
  /** Who else wrote in this fill while it was open, and when. */
  otherWriter: { readonly name: string; readonly at: string } | undefined
  onChange: () => void = () => undefined
  /** The server refused what was sent. */
  onRefused: (error: ApiError) => void = () => undefined
  private readonly ways: FillWays
  private stored: StoredFill
  private dirty = false
  private seen = 0
  private running: Promise<void> | undefined
  private sendTimer: ReturnType<typeof setTimeout> | undefined
  private keepTimer: ReturnType<typeof setTimeout> | undefined
  private adopting = false

  constructor(store: FormStore, stored: StoredFill, ways: FillWays) {
    this.store = store
    this.stored = stored
    this.ways = ways
    this.status = { kind: 'saved', at: stored.savedAt }
  }

  get version(): number {
    return this.stored.version
  }

  get waits(): boolean {
    return this.dirty
  }

  /** Begins to watch; what this device kept and the server lacks comes back first. */
  open(): () => void {
    const kept = this.ways.kept()
    if (kept?.waiting) this.takeBack(kept)
    const stop = this.store.listeners.watchAll(() => this.changed())
    return () => {
      stop()
      this.keepNow()
      void this.flush()
      clearTimeout(this.sendTimer)
    }
  }

  private takeBack({ content }: KeptDraft<KeptFill>): void {
    this.together(content.base, content.mine, this.stored, content.others)
    this.later()
  }

  private changed(): void {
    if (this.adopting || this.seen === this.store.edits) return
    this.dirty = true
    this.seen = this.store.edits
    this.later()
  }

  private later(): void {
    this.keepTimer ??= setTimeout(() => this.keepNow(), keepMs)
    this.sendTimer ??= setTimeout(() => void this.flush(), this.status.kind === 'saved' ? sendMs : retryMs)
  }

  /** Writes what the server lacks to this device. */
  keepNow(): void {
    clearTimeout(this.keepTimer)
    this.keepTimer = undefined
    const { openChoices } = this.store
    if (!this.dirty && openChoices.size === 0) return
    this.ways.keep({
      content: { base: this.stored.response, mine: this.store.response(), others: [...openChoices] },
      changedAt: new Date().toISOString(),
      version: this.stored.version,
      waiting: true,
    })
  }

  /** Sends until the server has everything; gives the version, or undefined when it could not be sent. */
  async flush(): Promise<number | undefined> {
    clearTimeout(this.sendTimer)
    this.sendTimer = undefined
    for (let turn = 0; turn < 5 && (this.dirty || this.running); turn += 1) {
      this.running ??= this.send().finally(() => {
        this.running = undefined
      })
      await this.running
      if (this.status.kind !== 'saved') break
    }
    if (this.dirty) this.sendTimer ??= setTimeout(() => void this.flush(), retryMs)
    return this.dirty ? undefined : this.version
  }

  private toSend(): QuestionnaireResponse {
    const { form, openChoices } = this.store
    const response = this.store.response()
    if (openChoices.size === 0) return response
    const theirs = new Map([...openChoices].map(([place, other]) => [place, other.answers]))
    return { ...response, item: itemsOf(form, withTheirs(contentOf(form, response), theirs)) }
  }

  private async send(): Promise<void> {
    if (!this.dirty) return
    const { edits } = this.store
    const response = this.toSend()
    try {
      const saved = await this.ways.save(this.stored.version, response)
      this.stored = { ...this.stored, ...saved, response }
      this.dirty = this.store.edits !== edits
      if (this.store.openChoices.size > 0) this.keepNow()
      else if (!this.dirty) this.ways.keep(undefined)
      this.show({ kind: 'saved', at: saved.savedAt })
    } catch (thrown) {
      await this.refused(toApiError(thrown))
    }
  }

  private async refused(error: ApiError): Promise<void> {
    this.keepNow()
    if (error.status === 409) {
      await this.catchUp()
      return
    }
    if (!error.offline) this.onRefused(error)
    const at = new Date().toISOString()
    this.show(error.offline ? { kind: 'device', at } : { kind: 'fault', at, error })
  }

  /** Reads what the server has now and puts it together with what is on the screen. */
  async catchUp(): Promise<void> {
    try {
      const newer = await this.ways.read()
      if (newer.version <= this.stored.version) return
      this.together(this.stored.response, this.store.response(), newer)
      this.show({ kind: 'saved', at: newer.savedAt })
    } catch (thrown) {
      const error = toApiError(thrown)
      const at = new Date().toISOString()
      this.show(error.offline ? { kind: 'device', at } : { kind: 'fault', at, error })
    }
  }

  private together(
    base: QuestionnaireResponse,
    mine: QuestionnaireResponse,
    newer: StoredFill,
    open: KeptFill['others'] = [],
  ): void {
    const { form } = this.store
    const theirs = contentOf(form, newer.response)
    const { content, clashes } = merge(contentOf(form, base), contentOf(form, mine), theirs)
    const who = newer.savedBy ?? ''
    const found = [...clashes].map(([place, answers]) => [place, { answers, who, at: newer.savedAt }] as const)
    const others = new Map<string, OtherAnswer>([...open, ...found])
    const item = itemsOf(form, content)
    this.stored = newer
    this.dirty = JSON.stringify(item) !== JSON.stringify(itemsOf(form, theirs))
    if (newer.savedBy) this.otherWriter = { name: newer.savedBy, at: newer.savedAt }
    this.adopting = true
    this.store.replace({ ...newer.response, item }, others)
    this.seen = this.store.edits
    this.adopting = false
  }

  private show(status: DraftStatus): void {
    this.status = status
    this.onChange()
  }
}
