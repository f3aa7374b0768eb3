import type { HospitalModule } from '#platform/module.ts'

/** Leaving: everything out in open formats, into a new installation, and the deletion that follows. */
export const exit: HospitalModule = {
  name: 'exit',
  permissions: {
    'exit.delete': 'Be one of the two persons who delete the whole installation after its export',
  },
}
