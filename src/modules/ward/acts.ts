import { admit } from './admit.ts'
import { setBedState } from './beds.ts'
import { cancelAdmission } from './cancel-admission.ts'
import { discharge, undoDischarge } from './discharge.ts'
import { comeBack, leave } from './leave.ts'
import { moveToBed, swapBeds } from './move.ts'
import { acceptTransfer, askTransfer, withdrawTransfer } from './transfer.ts'

/** Every act on stays and beds, for who plays them without a screen. */
export const wardActs = {
  admit,
  setBedState,
  cancelAdmission,
  discharge,
  undoDischarge,
  comeBack,
  leave,
  moveToBed,
  swapBeds,
  acceptTransfer,
  askTransfer,
  withdrawTransfer,
}
