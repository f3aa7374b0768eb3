import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '#platform/context.ts'
import type { LiveChange } from '#store/live.ts'
import { toldTo } from './live-changes.ts'

/** An open page that is told of changes. */
export interface Listener {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly types: ReadonlySet<string>
  /** Who listens and what that person may see; renewed while it lasts. */
  ctx: Context
}

/** So many changes at once are told as a gap: the screens read again. */
const mostAtOnce = 1000
/** A page that takes nothing is let go. */
const mostUnsent = 1024 * 1024

/**
 * Tells listeners of changes that they may read. One person is decided about at a time, and what happens meanwhile is
 * decided together afterwards, so that many open pages cost one connection and never a queue.
 */
export class Listeners {
  readonly all = new Set<Listener>()
  #waiting: LiveChange[] = []
  #telling: Promise<void> | undefined

  add(change: LiveChange): void {
    if (this.#isAwaited(change)) this.#waiting.push(change)
    if (this.#waiting.length > 0) this.#telling ??= this.#tell().finally(() => (this.#telling = undefined))
  }

  gap(): void {
    for (const listener of this.all) this.send(listener, 'gap', {})
  }

  send({ reply }: Listener, event: string, data: object): void {
    if (reply.raw.writableLength > mostUnsent) reply.raw.destroy()
    else reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  /** The page learns that it is not to ask again before somebody has logged in. */
  end(listener: Listener): void {
    if (!this.all.delete(listener)) return
    this.send(listener, 'ended', {})
    listener.reply.raw.end()
  }

  #isAwaited({ facility, type }: LiveChange): boolean {
    for (const { ctx, types } of this.all) if (ctx.facility === facility && types.has(type)) return true
    return false
  }

  async #tell(): Promise<void> {
    while (this.#waiting.length > 0) {
      const changes = this.#waiting
      this.#waiting = []
      if (changes.length > mostAtOnce) this.gap()
      else for (const pages of this.#byPerson()) await this.#tellPerson(pages, changes)
    }
  }

  #byPerson(): Iterable<readonly Listener[]> {
    return Map.groupBy(this.all, ({ ctx }) => `${ctx.facility} ${ctx.actor.id}`).values()
  }

  async #tellPerson(pages: readonly Listener[], changes: readonly LiveChange[]): Promise<void> {
    const [first] = pages
    if (!first) return
    const { ctx } = first
    const own = changes.filter(
      ({ facility, type }) => facility === ctx.facility && pages.some(({ types }) => types.has(type)),
    )
    if (own.length === 0) return
    const told = await toldTo(ctx, own).catch((error: unknown) => {
      ctx.log.warn({ err: error }, 'live changes could not be decided')
      return undefined
    })
    for (const page of pages) {
      if (!this.all.has(page)) continue
      if (!told) this.send(page, 'gap', {})
      else for (const one of told) if (page.types.has(one.type)) this.send(page, 'change', one)
    }
  }
}
