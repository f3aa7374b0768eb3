import Type, { type Static } from 'typebox'

export const OwnApplication = Type.Object({
  id: Type.String(),
  name: Type.String(),
  scopes: Type.Array(Type.String()),
  /** The patient whose data alone it reaches. */
  patient: Type.Optional(Type.String()),
  offline: Type.Boolean(),
  madeAt: Type.String(),
})
export type OwnApplication = Static<typeof OwnApplication>

export const ApplicationParams = Type.Object({ application: Type.String({ maxLength: 64 }) })
