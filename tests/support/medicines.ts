import type { OrderPlan } from '#modules/medicines/domain/order-plan.ts'

/** An order as the ward reads it: one tablet a day. */
export const order = (given: Partial<OrderPlan> = {}): OrderPlan => ({
  requestId: 'r',
  name: 'Amlodipin 5 mg',
  drugCode: 'AMLODIPIN-5',
  ingredients: [{ code: 'amlodipin', name: 'Amlodipin' }],
  strength: '5 mg',
  form: 'Viên nén',
  unit: 'viên',
  drugKind: 'C',
  route: { code: '1.01', name: 'Uống' },
  dose: '1',
  doseUnit: 'viên',
  timing: 'scheduled',
  start: '2026-11-23T10:42:00+07:00',
  hours: [],
  when: [],
  weekdays: [],
  frequency: 1,
  period: 1,
  periodUnit: 'd',
  events: [],
  stat: false,
  own: false,
  ...given,
})
