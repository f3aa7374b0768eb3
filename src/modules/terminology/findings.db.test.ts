import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import { fillText, readMessages } from '#platform/messages.ts'
import { withContext } from '#tests/support/database.ts'
import { listFindings } from './findings.ts'

describe('what is said of the code lists', () => {
  it('warns before a list ends, is red after it, and keeps silent of one that was history when it came', () =>
    withContext(async (ctx) => {
      const today = dayInVietnam(ctx.now())
      const load = async (system: string, days: number, loadedDaysAgo: number) => {
        const at = new Date(ctx.now().getTime() - loadedDaysAgo * 86_400_000)
        await sql`
          with l as (insert into code_list_load (facility, system, file_name, file_hash, origin, actor, at)
            values (${ctx.facility}, ${system}, 'a', '\\x00', 'import', 'a', ${at}) returning id)
          insert into concept (facility, system, code, valid_from, load, valid_to, name, position, origin, row_hash)
          select ${ctx.facility}, ${system}, '1', '2004-01-01', l.id, ${addDays(today, days)}, 'a', 1, 'import', '\\x00' from l`.execute(
          ctx.db,
        )
      }
      await load('former', -500, 1)
      const well = await listFindings(ctx)
      assert.deepEqual(
        well.map(({ code }) => code),
        ['listsWell'],
      )
      const texts = readMessages('vi')
      for (const { part, details = {} } of well)
        assert.doesNotMatch(
          fillText(texts[`operations.part.terminology.${part}`] ?? '{{', details),
          /^$| {2}|\{\{|danh mục $/,
        )
      await load('ends', 12, 100)
      await load('ended', -3, 100)
      const found = (await listFindings(ctx)).map(({ part, level, code, details }) => [
        part,
        level,
        code,
        details?.['last'],
      ])
      const written = (days: number) => addDays(today, days).split('-').reverse().join('/')
      assert.deepEqual(found.sort(), [
        ['list ended', 'red', 'listEnded', written(-3)],
        ['list ends', 'amber', 'listEnds', written(12)],
      ])
    }))
})
