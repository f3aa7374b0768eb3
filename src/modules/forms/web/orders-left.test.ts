import assert from 'node:assert/strict'
import { it } from 'node:test'
import type * as orders from '../../orders/contract.ts'
import type { StayOrders } from './orders-left.tsx'

/** Compiles only when what module orders answers is what this screen expects. */
type Fits<Answer extends Expected, Expected> = Answer

export type Agreed = Fits<orders.StayOrdersView, StayOrders>

it('reads what module orders answers', () => assert.ok(true))
