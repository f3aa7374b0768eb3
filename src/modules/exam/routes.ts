import type { Api } from '#platform/http/api.ts'
import { addProblem } from './add-problem.ts'
import { concludeExam } from './conclude-exam.ts'
import {
  ConcludeBody,
  ConcludedView,
  DiagnosesBody,
  DiagnosesView,
  EncounterParams,
  ExamView,
  ProblemBody,
  ReopenBody,
  SaveBody,
  SavedView,
} from './contract.ts'
import { readExam } from './read-exam.ts'
import { reopenExam } from './reopen-exam.ts'
import { saveDiagnoses } from './save-diagnoses.ts'
import { saveExam } from './save-exam.ts'

export function routes(api: Api): void {
  const visit = '/encounters/:id'
  const params = EncounterParams
  api(
    {
      method: 'GET',
      path: `${visit}/exam`,
      permission: 'exam.read',
      params,
      response: ExamView,
      summary: 'The examination of a visit on form 15/BV1',
    },
    (call) => readExam(call.ctx, call.params.id),
  )
  api(
    {
      method: 'PUT',
      path: `${visit}/exam`,
      permission: 'exam.write',
      params,
      body: SaveBody,
      response: SavedView,
      summary: 'Keep the texts of the examination as they stand on the screen',
    },
    (call) => saveExam(call.ctx, call.params.id, call.body),
  )
  api(
    {
      method: 'PUT',
      path: `${visit}/diagnoses`,
      permission: 'exam.write',
      params,
      body: DiagnosesBody,
      response: DiagnosesView,
      summary: 'The ordered list of diagnoses, the main one first',
    },
    (call) => saveDiagnoses(call.ctx, call.params.id, call.body),
  )
  api(
    {
      method: 'POST',
      path: `${visit}/problems`,
      permission: 'exam.write',
      params,
      body: ProblemBody,
      response: DiagnosesView,
      summary: 'Put a diagnosis on the list of long-standing problems',
    },
    (call) => addProblem(call.ctx, call.params.id, call.body.code),
  )
  api(
    {
      method: 'POST',
      path: `${visit}/conclude`,
      permission: 'exam.write',
      params,
      body: ConcludeBody,
      response: ConcludedView,
      summary: 'Conclude the examination; answers what is missing',
    },
    (call) => concludeExam(call.ctx, call.params.id, call.body.version),
  )
  api(
    {
      method: 'POST',
      path: `${visit}/exam/reopen`,
      permission: 'exam.write',
      params,
      body: ReopenBody,
      response: SavedView,
      summary: 'Open a concluded examination again, with a reason',
    },
    (call) => reopenExam(call.ctx, call.params.id, call.body.reason),
  )
}
