import assert from 'node:assert/strict'
import { it } from 'node:test'
import type * as prescribing from '#web/kit/prescription/index.ts'
import type * as chart from '../../chart/contract.ts'
import type * as encounters from '../../encounters/contract.ts'
import type * as orders from '../../orders/contract.ts'
import type * as prescriptions from '../../prescriptions/contract.ts'
import type * as terminology from '../../terminology/contract.ts'
import type * as views from './views.ts'

/** Compiles only when what one module answers is what this screen expects. */
type Fits<Answer extends Expected, Expected> = Answer

export type Agreed = [
  Fits<encounters.QueueEntry, views.QueueRow>,
  Fits<encounters.Room, views.RoomRow>,
  Fits<orders.OrdersView, views.Orders>,
  Fits<orders.DuplicateView, views.Duplicate>,
  Fits<orders.NewResults, views.NewResult>,
  Fits<prescriptions.PrescriptionView, prescribing.Prescription>,
  Fits<prescribing.LineInput, Readonly<Omit<prescriptions.LineForm, 'moments'>>>,
  Fits<terminology.LabTest, views.Orderable>,
  Fits<terminology.LabPanel, views.Orderable>,
  Fits<terminology.OrderSet, views.OrderSet>,
  Fits<terminology.Drug, prescribing.Drug>,
  Fits<terminology.FoundConcept, views.FoundCode>,
  Fits<chart.VitalsView, views.Vitals>,
]

it('reads what the other modules answer', () => assert.ok(true))
