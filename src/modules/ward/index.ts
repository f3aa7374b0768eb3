import type { HospitalModule } from '#platform/module.ts'
import { endRoutes, moveRoutes } from './act-routes.ts'
import { askedRoutes } from './asked-routes.ts'
import { boardRoutes } from './board-routes.ts'
import { guards } from './guards.ts'
import { stayRoutes } from './routes.ts'

/** Wards, beds and stays: who lies where, since when, and how they came and left. */
export const ward: HospitalModule = {
  name: 'ward',
  permissions: {
    'ward.read': 'See the bed board, the census and the stays',
    'ward.admit': 'Admit patients, and cancel an admission',
    'ward.newborn': 'Register and admit a child born in a stay',
    'ward.place': 'Give beds and change them, reserve, clean and isolate beds',
    'ward.transfer': 'Ask for transfers to another department, note leave and return',
    'ward.receive': 'Take patients who are sent or transferred to the department, or send them back',
    'ward.discharge': 'Discharge patients, and undo it',
  },
  routes(api) {
    stayRoutes(api)
    boardRoutes(api)
    askedRoutes(api)
    moveRoutes(api)
    endRoutes(api)
  },
  guards,
}

export { wardActs } from './acts.ts'
export { admit } from './admit.ts'
export { readStayView } from './read-stay.ts'
