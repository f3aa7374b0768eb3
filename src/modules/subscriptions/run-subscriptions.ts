import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { Job } from '#platform/module.ts'
import { collectEvents, listSubscribers } from './collect-events.ts'
import { activate, deliverEvents, sendHeartbeat, turnOff } from './deliver-events.ts'
import type { Subscriber } from './subscriber.ts'

const heartbeats = new Map<string, number>()

/** Collects events and delivers them; every failure is kept with its reason and tried again. */
export const runSubscriptions: Job = {
  name: 'subscriptions.run',
  everySeconds: 1,
  async run(ctx) {
    const subscribers = await listSubscribers(ctx)
    for (const one of subscribers) if (one.status === 'requested') await activate(ctx, one)
    await collectEvents(ctx, subscribers)
    const results = await Promise.all(
      subscribers
        .filter((one) => one.channel === 'rest-hook' && one.status === 'active')
        .map((one) => serve(ctx, one)),
    )
    const failed = results.reduce((sum, one) => sum + one.failed, 0)
    const delivered = results.reduce((sum, one) => sum + one.delivered, 0)
    return { expected: delivered + failed, processed: delivered, failed }
  },
}

async function serve(ctx: Context, subscriber: Subscriber) {
  if (subscriber.end && subscriber.end < ctx.now()) {
    await turnOff(ctx, subscriber, undefined)
    return { delivered: 0, failed: 0 }
  }
  const result = await deliverEvents(ctx, subscriber)
  await beat(ctx, subscriber, result.delivered > 0)
  return result
}

/** A heartbeat when nothing was told for the period that the subscription asks for. */
async function beat(ctx: Context, subscriber: Subscriber, told: boolean): Promise<void> {
  if (subscriber.heartbeatSeconds === undefined || subscriber.topicUrl === undefined) return
  const key = `${ctx.facility} ${subscriber.id}`
  const now = ctx.now().getTime()
  const last = heartbeats.get(key)
  if (told || last === undefined) heartbeats.set(key, now)
  else if (now - last >= subscriber.heartbeatSeconds * 1000) {
    heartbeats.set(key, now)
    await sendHeartbeat(ctx, subscriber).catch((error: unknown) =>
      ctx.log.warn({ subscription: subscriber.id, err: error }, 'heartbeat not taken'),
    )
  }
}

const keptDays = 90

/** Delivered events are evidence for a quarter of a year. */
export const removeOldEvents: Job = {
  name: 'subscriptions.clean',
  everySeconds: 3600,
  async run(ctx) {
    const before = new Date(ctx.now().getTime() - keptDays * 86_400_000)
    const { rows } = await sql`
      delete from subscription_event e
      where facility = ${ctx.facility} and state = 'delivered' and delivered_at < ${before}
        and number < (select max(number) from subscription_event m where m.facility = e.facility and m.subscription_id = e.subscription_id)
      returning number`.execute(ctx.db)
    await sql`delete from subscription_token where facility = ${ctx.facility} and expires_at < ${ctx.now()}`.execute(
      ctx.db,
    )
    return { expected: rows.length, processed: rows.length, failed: 0 }
  },
}
