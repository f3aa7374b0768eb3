import type { Context } from '#platform/context.ts'
import type { Api } from '#platform/http/api.ts'
import { can } from '#platform/permission.ts'
import * as contract from './contract.ts'
import { takeTraining } from './import-training.ts'
import { noteTraining, strikeTraining } from './note-training.ts'
import { account, departments, everybody, listPeople } from './repository.ts'
import { rules } from './rules.ts'

export function trainingRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/staff-training',
      permission: 'training.own',
      summary: 'Training of staff: the own one, that of the own departments, or all',
    },
    ({ ctx }) => viewTraining(ctx),
  )
  const permission = 'training.write'
  api(
    {
      method: 'POST',
      path: '/staff-training',
      permission,
      summary: 'Note that somebody was taught',
      body: contract.RecordBody,
    },
    ({ ctx, body }) => noteTraining(ctx, body),
  )
  api(
    {
      method: 'POST',
      path: '/staff-training/import',
      permission,
      summary: 'Show or carry out what a file of training records means',
      body: contract.ImportBody,
      command: false,
    },
    ({ ctx, body }) => takeTraining(ctx, body.text, body.apply),
  )
  api(
    {
      method: 'POST',
      path: '/staff-training/:id/strike',
      permission,
      summary: 'Strike a training record that is wrong, with the reason',
      params: contract.RecordPath,
      body: contract.StrikeBody,
    },
    ({ ctx, params: { id }, body }) => strikeTraining(ctx, id, body.reason),
  )
}

async function viewTraining(ctx: Context): Promise<contract.TrainingView> {
  const { actor } = ctx
  const reach = can(actor, 'training.readAll') ? 'all' : can(actor, 'training.read') ? 'departments' : 'own'
  const which = reach === 'all' ? everybody : reach === 'departments' ? departments(actor) : account(actor.id)
  return {
    reach,
    courses: rules.courses.map(({ code, title }) => ({ code, title: title[ctx.language] })),
    people: await listPeople(ctx, which),
  }
}
