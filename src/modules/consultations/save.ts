import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import type { Change } from '#store/types.ts'
import type { Meeting, MeetingTask } from './domain/meeting.ts'

const written = (task: MeetingTask): Change =>
  task.meta?.versionId
    ? { kind: 'update', resource: task, ifVersion: Number(task.meta.versionId) }
    : { kind: 'create', resource: task, id: task.id }

/** Writes a meeting as it is now, with what belongs to the same act. */
export async function saveMeeting(ctx: Context, meeting: Meeting, more: readonly Change[] = []): Promise<void> {
  await commit(ctx, [written(meeting.root), ...meeting.invitations.map(written), ...more])
}
