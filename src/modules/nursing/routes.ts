import Type from 'typebox'
import type { Api } from '#platform/http/api.ts'
import { orderCareLevel } from './care-level.ts'
import { closePlan, startPlan } from './care-plans.ts'
import { writeCareSheet } from './care-sheet.ts'
import * as C from './contract.ts'
import { recordGlucose } from './glucose.ts'
import { acceptHandOver, writeHandOver } from './hand-over.ts'
import { placeLine, removeLine } from './lines.ts'
import { listFluids } from './list-fluids.ts'
import { listWard } from './list-ward.ts'
import { writeNote } from './notes.ts'
import { nursingView } from './nursing-view.ts'
import { stayHandOver, wardHandOver } from './propose-hand-over.ts'
import { recordFluid } from './record-fluid.ts'
import { recordRisk } from './risks.ts'
import { strikeEntry } from './strike.ts'
import { WardHandOver, WardNursing, WardQuery } from './ward-contract.ts'
import { setOwnTask, writeTask } from './write-task.ts'

const Made = Type.Object({ id: Type.String() })
const params = C.StayParams
const read = { method: 'GET', permission: 'nursing.read' } as const
const write = { method: 'POST', permission: 'nursing.write' } as const

export function nursingRoutes(api: Api): void {
  readRoutes(api)
  entryRoutes(api)
  taskRoutes(api)
  handOverRoutes(api)
}

function readRoutes(api: Api): void {
  api(
    {
      ...read,
      path: '/stays/:id/nursing',
      params,
      response: C.NursingView,
      summary: 'Nursing of a stay in this shift',
    },
    ({ ctx, params: { id } }) => nursingView(ctx, id),
  )
  api(
    {
      ...read,
      path: '/stays/:id/fluids',
      params,
      query: C.DaysQuery,
      response: C.FluidView,
      summary: 'Fluids of a stay by hour and day, infusions of the medicines among them',
    },
    ({ ctx, params: { id }, query }) => listFluids(ctx, id, query.days),
  )
  api(
    {
      ...read,
      path: '/ward/nursing',
      query: WardQuery,
      response: WardNursing,
      summary: 'The ward of the shift: measurements due, calls of scores, tasks',
    },
    ({ ctx, query }) => listWard(ctx, query.department),
  )
}

function entryRoutes(api: Api): void {
  api(
    {
      ...write,
      path: '/stays/:id/care-level',
      permission: 'nursing.careLevel',
      params,
      body: C.CareLevelBody,
      summary: 'Order the level of care; the one before ends',
    },
    ({ ctx, params: { id }, body }) => orderCareLevel(ctx, id, body.code),
  )
  api(
    {
      ...write,
      path: '/stays/:id/fluids',
      params,
      body: C.FluidBody,
      response: Made,
      summary: 'Write a volume in or out',
    },
    ({ ctx, params: { id }, body }) => recordFluid(ctx, id, body),
  )
  api(
    {
      ...write,
      path: '/stays/:id/glucose',
      params,
      body: C.GlucoseBody,
      response: Made,
      summary: 'Write a blood sugar',
    },
    ({ ctx, params: { id }, body }) => recordGlucose(ctx, id, body),
  )
  api(
    {
      ...write,
      path: '/stays/:id/notes',
      params,
      body: C.NoteBody,
      response: Made,
      summary: 'Write a nursing note',
    },
    ({ ctx, params: { id }, body }) =>
      writeNote(ctx, id, { text: body.text, ...(body.at ? { at: body.at } : {}) }),
  )
  api(
    { ...write, path: '/stays/:id/risks', params, body: C.RiskBody, summary: 'Write a risk score' },
    ({ ctx, params: { id }, body }) => recordRisk(ctx, id, body),
  )
  api(
    {
      ...write,
      path: '/stays/:id/lines',
      params,
      body: C.LineBody,
      response: C.LineView,
      summary: 'A line or drain is in',
    },
    ({ ctx, params: { id }, body }) => placeLine(ctx, id, body),
  )
  api(
    {
      ...write,
      path: '/lines/:id/remove',
      params: C.EntryParams,
      body: C.RemoveLineBody,
      response: C.LineView,
      summary: 'A line or drain is out',
    },
    ({ ctx, params: { id }, body }) => removeLine(ctx, id, body),
  )
  api(
    {
      ...write,
      path: '/stays/:id/strike',
      params,
      body: C.StrikeBody,
      summary: 'Strike an entry of nursing through, with its reason',
    },
    ({ ctx, params: { id }, body }) => strikeEntry(ctx, id, body),
  )
}

function taskRoutes(api: Api): void {
  api(
    {
      ...write,
      path: '/stays/:id/care-sheet',
      permission: 'forms.fill',
      params,
      response: C.SheetAnswer,
      summary: 'Write the shift into the statutory care sheet of the level (37/BV2, 38/BV2)',
    },
    ({ ctx, params: { id } }) => writeCareSheet(ctx, id),
  )
  api(
    {
      ...write,
      path: '/stays/:id/tasks',
      params,
      body: C.TaskBody,
      response: C.TaskView,
      summary: 'A task is done, or why not',
    },
    ({ ctx, params: { id }, body }) => writeTask(ctx, id, body),
  )
  api(
    {
      ...write,
      path: '/stays/:id/own-tasks',
      params,
      body: C.OwnTaskBody,
      response: Made,
      summary: 'Set a task by hand',
    },
    ({ ctx, params: { id }, body }) => setOwnTask(ctx, id, body),
  )
  api(
    {
      ...write,
      path: '/stays/:id/care-plans',
      params,
      body: C.PlanBody,
      response: C.PlanView,
      summary: 'Follow a care plan',
    },
    ({ ctx, params: { id }, body }) => startPlan(ctx, id, body),
  )
  api(
    {
      ...write,
      path: '/care-plans/:id/close',
      params: C.EntryParams,
      body: C.ClosePlanBody,
      response: C.PlanView,
      summary: 'Close a care plan with what came of its goal',
    },
    ({ ctx, params: { id }, body }) => closePlan(ctx, id, body),
  )
}

function handOverRoutes(api: Api): void {
  api(
    {
      ...read,
      path: '/stays/:id/hand-over',
      params,
      response: Type.Object({ own: C.HandOverView, left: Type.Optional(C.HandOverView) }),
      summary: 'The hand-over of this shift, proposed from the data until it is kept',
    },
    ({ ctx, params: { id } }) => stayHandOver(ctx, id),
  )
  api(
    {
      ...write,
      path: '/stays/:id/hand-over',
      params,
      body: C.HandOverBody,
      response: C.HandOverView,
      summary: 'Keep the hand-over of this shift',
    },
    ({ ctx, params: { id }, body }) => writeHandOver(ctx, id, body),
  )
  api(
    {
      ...write,
      path: '/hand-overs/:id/accept',
      params: C.EntryParams,
      response: C.HandOverView,
      summary: 'Take a patient over from the shift before',
    },
    ({ ctx, params: { id } }) => acceptHandOver(ctx, id),
  )
  api(
    {
      ...read,
      path: '/ward/hand-over',
      query: Type.Required(WardQuery),
      response: WardHandOver,
      summary: 'The hand-over of every patient of a ward',
    },
    ({ ctx, query }) => wardHandOver(ctx, query.department),
  )
}
