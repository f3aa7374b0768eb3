import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import { freshFolder } from '#tests/support/program.ts'
import { conclude, examine, losesTab, orderTests, seesResults, signBoth } from './first-day/doctor.ts'
import { openHospital } from './first-day/hospital.ts'
import { signSheet, workSheet } from './first-day/laboratory.ts'
import { triage } from './first-day/nurse.ts'
import { addressesAreClean, logIsClean, refusesWrites, verifies } from './first-day/proof.ts'
import { receive } from './first-day/reception.ts'
import { archive, findAndExport, finishVisit, looksAtChart } from './first-day/record-office.ts'

const users = ['tiepdon', 'dieuduong', 'bacsi', 'xetnghiem', 'luutru', 'thanhtra']

it('takes one patient from the identity card to the archived, signed, verified record', async (t) => {
  const dataDir = freshFolder()
  const hospital = await openHospital(dataDir)
  const startedAt = Date.now()
  try {
    const { program } = hospital
    const reception = await hospital.desk('tiepdon')
    t.diagnostic(`scan to number: ${(await receive(reception)).toFixed(1)} s`)
    await reception.leave()

    const nurse = await hospital.desk('dieuduong')
    await triage(nurse)
    await nurse.leave()

    const first = await hospital.desk('bacsi')
    const login = await first.effort()
    await examine(first)
    const encounterId = new URL(first.page.url()).pathname.split('/').at(-1) ?? ''
    const doctor = await losesTab(first)
    await orderTests(doctor)

    const laboratory = await hospital.desk('xetnghiem')
    await workSheet(laboratory)
    await signSheet(laboratory)
    await laboratory.leave()

    await seesResults(doctor)
    await conclude(doctor)
    await signBoth(doctor)
    const visit = await doctor.effort()
    const actions = visit.actions - login.actions
    t.diagnostic(`visit, from opening to signed: ${actions} actions, ${visit.waitedSeconds} s of waiting`)
    await finishVisit(doctor)
    await looksAtChart(doctor, encounterId)

    const office = await hospital.desk('luutru')
    await archive(office)
    await office.leave()
    await refusesWrites(doctor, program.url, encounterId)
    await doctor.leave()

    const inspector = await hospital.desk('thanhtra')
    const download = await findAndExport(inspector, encounterId)
    const folder = freshFolder('lanong-export-')
    const zip = join(folder, download.suggestedFilename())
    await download.saveAs(zip)
    await inspector.leave()
    t.diagnostic(`the whole day: ${((Date.now() - startedAt) / 60_000).toFixed(1)} min`)

    for (const line of await verifies(zip, folder, dataDir)) t.diagnostic(line)
    t.diagnostic(`${logIsClean(dataDir, users)} log lines without a name, number, password or PIN`)
    t.diagnostic(`${addressesAreClean(hospital.addresses)} addresses asked, none names the patient`)
    assert.deepEqual(hospital.faults, [])
  } finally {
    await hospital.close()
  }
})
