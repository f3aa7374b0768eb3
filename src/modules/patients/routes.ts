import Type from 'typebox'
import type { Api } from '#platform/http/api.ts'
import { AllergyBody, AllergyList, RefuteBody } from './allergy-contract.ts'
import { Banner, BannerQuery } from './banner-contract.ts'
import {
  CardAnswer,
  CardBody,
  DuplicateAnswer,
  DuplicateBody,
  PatientParams,
  PatientView,
  RegisterBody,
  Registered,
  ResourceId,
  SearchAnswer,
  SearchQuery,
  UpdateBody,
} from './contract.ts'
import { findDuplicates } from './find-duplicates.ts'
import { listAllergies } from './list-allergies.ts'
import { matchCard } from './match-card.ts'
import { readBanner } from './read-banner.ts'
import { readPatient } from './read-patient.ts'
import { recordAllergy, refuteAllergy } from './record-allergy.ts'
import { registerPatient } from './register-patient.ts'
import { searchPatients } from './search-patients.ts'
import { updatePatient } from './update-patient.ts'

export function patientRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/patients',
      permission: 'patients.search',
      summary: 'Find patients as one types',
      query: SearchQuery,
      response: SearchAnswer,
    },
    ({ ctx, query }) => searchPatients(ctx, query.q),
  )
  api(
    {
      method: 'POST',
      path: '/patients/read-card',
      permission: 'patients.search',
      summary: 'Read the text of an identity or insurance card and find whose it is',
      body: CardBody,
      response: CardAnswer,
      command: false,
    },
    ({ ctx, body }) => matchCard(ctx, body.text),
  )
  api(
    {
      method: 'POST',
      path: '/patients/duplicates',
      permission: 'patients.search',
      summary: 'Entries that may be the same person',
      body: DuplicateBody,
      response: DuplicateAnswer,
      command: false,
    },
    async ({ ctx, body }) => ({ duplicates: await findDuplicates(ctx, body.patient) }),
  )
  api(
    {
      method: 'POST',
      path: '/patients',
      permission: 'patients.register',
      summary: 'Register a patient',
      body: RegisterBody,
      response: Registered,
    },
    ({ ctx, body }) => registerPatient(ctx, body.patient, body.differsFrom),
  )
  api(
    {
      method: 'GET',
      path: '/patients/:id',
      permission: 'patients.read',
      summary: "A patient's particulars",
      params: PatientParams,
      response: PatientView,
    },
    ({ ctx, params }) => readPatient(ctx, params.id),
  )
  api(
    {
      method: 'PUT',
      path: '/patients/:id',
      permission: 'patients.update',
      summary: "Change a patient's particulars",
      params: PatientParams,
      body: UpdateBody,
      response: Registered,
    },
    ({ ctx, params, body }) => updatePatient(ctx, params.id, body.patient, body.version),
  )
  api(
    {
      method: 'GET',
      path: '/patients/:id/banner',
      permission: 'patients.read',
      summary: 'What stands above every screen of a patient',
      params: PatientParams,
      query: BannerQuery,
      response: Banner,
    },
    ({ ctx, params, query }) => readBanner(ctx, params.id, query.encounter),
  )
  api(
    {
      method: 'GET',
      path: '/patients/:id/allergies',
      permission: 'patients.read',
      summary: 'Allergies, or that none are known, or that nobody asked',
      params: PatientParams,
      response: AllergyList,
    },
    ({ ctx, params }) => listAllergies(ctx, params.id),
  )
  api(
    {
      method: 'POST',
      path: '/patients/:id/allergies',
      permission: 'patients.allergies',
      summary: 'Write down an allergy, or that none are known',
      params: PatientParams,
      body: AllergyBody,
      response: AllergyList,
    },
    ({ ctx, params, body }) => recordAllergy(ctx, params.id, body),
  )
  api(
    {
      method: 'POST',
      path: '/patients/:id/allergies/:allergyId/refute',
      permission: 'patients.allergies',
      summary: 'Take an allergy back with a reason',
      params: Type.Object({ id: ResourceId, allergyId: ResourceId }),
      body: RefuteBody,
      response: AllergyList,
    },
    ({ ctx, params, body }) => refuteAllergy(ctx, params.id, params.allergyId, body.reason),
  )
}
