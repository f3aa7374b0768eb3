import Type from 'typebox'
import type { Api } from '#platform/http/api.ts'
import { inTransaction } from '#platform/http/command.ts'
import { readAccount } from '../account-store.ts'
import { SessionAnswer } from '../contract.ts'
import { deviceCookie, readCookie } from '../cookies.ts'
import { quickSwitchRules } from '../data-files.ts'
import { identityErrors } from '../errors.ts'
import { lockBrowserSession, returnBrowserSession } from '../session-answer.ts'
import { requireOwnPassword } from '../set-password.ts'
import { endBadge, listBadges, makeBadge } from './badges.ts'
import {
  AccountParams,
  Badge,
  BadgeParams,
  DeviceParams,
  LockScreenBody,
  NewBadge,
  NewBadgeBody,
  OwnBadgeBody,
  OwnSwitching,
  ParkedSession,
  PinBody,
  ReturnBody,
} from './contract.ts'
import { endDevice, findDevice, listDevices } from './devices.ts'
import { listParked, mayReturnQuickly } from './parked.ts'
import { hasPin, removePin, setPin } from './pins.ts'

/** Locking a shared screen and coming back to it. Not commands: their answers hold tokens that are kept nowhere. */
export function switchingRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/session/parked',
      permission: 'public',
      summary: 'Who may come back at this browser',
      response: Type.Array(ParkedSession),
    },
    ({ ctx, request }) => listParked(ctx, readCookie(request, deviceCookie, ctx.config)),
  )
  api(
    {
      method: 'POST',
      path: '/session/lock',
      permission: 'login',
      summary: 'Lock the screen; the session waits for its person',
      body: LockScreenBody,
      command: false,
    },
    ({ ctx, body, request, reply }) => lockBrowserSession({ ctx, request, reply }, body.place),
  )
  api(
    {
      method: 'POST',
      path: '/session/return',
      permission: 'public',
      summary: 'Come back to a waiting session by badge or PIN',
      body: ReturnBody,
      response: SessionAnswer,
      command: false,
    },
    ({ ctx, body, request, reply }) => returnBrowserSession({ ctx, request, reply }, body),
  )
  ownRoutes(api)
  badgeRoutes(api)
}

function ownRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/session/switching',
      permission: 'login',
      summary: 'Own badges, PIN and devices',
      response: OwnSwitching,
    },
    async ({ ctx, request }) => ({
      allowed: mayReturnQuickly(await readAccount(ctx, ctx.actor.id)),
      pin: await hasPin(ctx, ctx.actor.id),
      pinDigits: quickSwitchRules.pinDigits,
      badges: await listBadges(ctx, ctx.actor.id),
      devices: await listDevices(
        ctx,
        ctx.actor.id,
        await findDevice(ctx, readCookie(request, deviceCookie, ctx.config)),
      ),
    }),
  )
  api(
    {
      method: 'PUT',
      path: '/session/pin',
      permission: 'login',
      summary: 'Set the own PIN',
      body: PinBody,
      command: false,
    },
    ({ ctx, body }) => setPin(ctx, body),
  )
  api({ method: 'DELETE', path: '/session/pin', permission: 'login', summary: 'Remove the own PIN' }, ({ ctx }) =>
    removePin(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/session/badges',
      permission: 'login',
      summary: 'Make a card one has already the own badge',
      body: OwnBadgeBody,
      response: NewBadge,
      command: false,
    },
    async ({ ctx, body }) => {
      if (!mayReturnQuickly(await readAccount(ctx, ctx.actor.id))) throw identityErrors.noQuickSwitch()
      await requireOwnPassword(ctx, body.current)
      return inTransaction(ctx, (within) =>
        makeBadge(within, ctx.actor.id, { label: body.label, code: body.code }),
      )
    },
  )
  api(
    {
      method: 'DELETE',
      path: '/session/devices/:device',
      permission: 'login',
      summary: 'End the own sessions of one browser',
      params: DeviceParams,
    },
    ({ ctx, params }) => endDevice(ctx, ctx.actor.id, params.device),
  )
}

function badgeRoutes(api: Api): void {
  const permission = 'users.manage'
  const path = '/accounts/:id/badges'
  api(
    {
      method: 'GET',
      path,
      permission,
      summary: 'Badges of an account',
      params: AccountParams,
      response: Type.Array(Badge),
    },
    ({ ctx, params }) => listBadges(ctx, params.id),
  )
  api(
    {
      method: 'POST',
      path,
      permission,
      summary: 'Give a badge to an account',
      params: AccountParams,
      body: NewBadgeBody,
      response: NewBadge,
      command: false,
    },
    ({ ctx, params, body }) => inTransaction(ctx, (within) => makeBadge(within, params.id, body)),
  )
  api(
    { method: 'DELETE', path: `${path}/:badge`, permission, summary: 'End a badge', params: BadgeParams },
    ({ ctx, params }) => endBadge(ctx, params.id, params.badge),
  )
}
