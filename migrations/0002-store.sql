-- The FHIR store: current resources, their versions, and what makes them findable.
-- Written only by store_commit (0004). Read by src/store/.
-- Times of clinical facts are numbers: milliseconds since 1970-01-01T00:00:00Z, so that one form
-- serves dates of any precision, before 1970 and open ends.

create table resource_type (
  id   smallint primary key,
  name text not null unique
);
comment on table resource_type is 'Fixed numbers of data/fhir/r4/resource-types.json';
insert into resource_type (id, name) values
  (1, 'Account'),
  (2, 'ActivityDefinition'),
  (3, 'AdverseEvent'),
  (4, 'AllergyIntolerance'),
  (5, 'Appointment'),
  (6, 'AppointmentResponse'),
  (7, 'AuditEvent'),
  (8, 'Basic'),
  (9, 'Binary'),
  (10, 'BiologicallyDerivedProduct'),
  (11, 'BodyStructure'),
  (12, 'Bundle'),
  (13, 'CapabilityStatement'),
  (14, 'CarePlan'),
  (15, 'CareTeam'),
  (16, 'CatalogEntry'),
  (17, 'ChargeItem'),
  (18, 'ChargeItemDefinition'),
  (19, 'Claim'),
  (20, 'ClaimResponse'),
  (21, 'ClinicalImpression'),
  (22, 'CodeSystem'),
  (23, 'Communication'),
  (24, 'CommunicationRequest'),
  (25, 'CompartmentDefinition'),
  (26, 'Composition'),
  (27, 'ConceptMap'),
  (28, 'Condition'),
  (29, 'Consent'),
  (30, 'Contract'),
  (31, 'Coverage'),
  (32, 'CoverageEligibilityRequest'),
  (33, 'CoverageEligibilityResponse'),
  (34, 'DetectedIssue'),
  (35, 'Device'),
  (36, 'DeviceDefinition'),
  (37, 'DeviceMetric'),
  (38, 'DeviceRequest'),
  (39, 'DeviceUseStatement'),
  (40, 'DiagnosticReport'),
  (41, 'DocumentManifest'),
  (42, 'DocumentReference'),
  (43, 'EffectEvidenceSynthesis'),
  (44, 'Encounter'),
  (45, 'Endpoint'),
  (46, 'EnrollmentRequest'),
  (47, 'EnrollmentResponse'),
  (48, 'EpisodeOfCare'),
  (49, 'EventDefinition'),
  (50, 'Evidence'),
  (51, 'EvidenceVariable'),
  (52, 'ExampleScenario'),
  (53, 'ExplanationOfBenefit'),
  (54, 'FamilyMemberHistory'),
  (55, 'Flag'),
  (56, 'Goal'),
  (57, 'GraphDefinition'),
  (58, 'Group'),
  (59, 'GuidanceResponse'),
  (60, 'HealthcareService'),
  (61, 'ImagingStudy'),
  (62, 'Immunization'),
  (63, 'ImmunizationEvaluation'),
  (64, 'ImmunizationRecommendation'),
  (65, 'ImplementationGuide'),
  (66, 'InsurancePlan'),
  (67, 'Invoice'),
  (68, 'Library'),
  (69, 'Linkage'),
  (70, 'List'),
  (71, 'Location'),
  (72, 'Measure'),
  (73, 'MeasureReport'),
  (74, 'Media'),
  (75, 'Medication'),
  (76, 'MedicationAdministration'),
  (77, 'MedicationDispense'),
  (78, 'MedicationKnowledge'),
  (79, 'MedicationRequest'),
  (80, 'MedicationStatement'),
  (81, 'MedicinalProduct'),
  (82, 'MedicinalProductAuthorization'),
  (83, 'MedicinalProductContraindication'),
  (84, 'MedicinalProductIndication'),
  (85, 'MedicinalProductIngredient'),
  (86, 'MedicinalProductInteraction'),
  (87, 'MedicinalProductManufactured'),
  (88, 'MedicinalProductPackaged'),
  (89, 'MedicinalProductPharmaceutical'),
  (90, 'MedicinalProductUndesirableEffect'),
  (91, 'MessageDefinition'),
  (92, 'MessageHeader'),
  (93, 'MolecularSequence'),
  (94, 'NamingSystem'),
  (95, 'NutritionOrder'),
  (96, 'Observation'),
  (97, 'ObservationDefinition'),
  (98, 'OperationDefinition'),
  (99, 'OperationOutcome'),
  (100, 'Organization'),
  (101, 'OrganizationAffiliation'),
  (102, 'Parameters'),
  (103, 'Patient'),
  (104, 'PaymentNotice'),
  (105, 'PaymentReconciliation'),
  (106, 'Person'),
  (107, 'PlanDefinition'),
  (108, 'Practitioner'),
  (109, 'PractitionerRole'),
  (110, 'Procedure'),
  (111, 'Provenance'),
  (112, 'Questionnaire'),
  (113, 'QuestionnaireResponse'),
  (114, 'RelatedPerson'),
  (115, 'RequestGroup'),
  (116, 'ResearchDefinition'),
  (117, 'ResearchElementDefinition'),
  (118, 'ResearchStudy'),
  (119, 'ResearchSubject'),
  (120, 'RiskAssessment'),
  (121, 'RiskEvidenceSynthesis'),
  (122, 'Schedule'),
  (123, 'SearchParameter'),
  (124, 'ServiceRequest'),
  (125, 'Slot'),
  (126, 'Specimen'),
  (127, 'SpecimenDefinition'),
  (128, 'StructureDefinition'),
  (129, 'StructureMap'),
  (130, 'Subscription'),
  (131, 'SubscriptionStatus'),
  (132, 'Substance'),
  (133, 'SubstanceNucleicAcid'),
  (134, 'SubstancePolymer'),
  (135, 'SubstanceProtein'),
  (136, 'SubstanceReferenceInformation'),
  (137, 'SubstanceSourceMaterial'),
  (138, 'SubstanceSpecification'),
  (139, 'SupplyDelivery'),
  (140, 'SupplyRequest'),
  (141, 'Task'),
  (142, 'TerminologyCapabilities'),
  (143, 'TestReport'),
  (144, 'TestScript'),
  (145, 'ValueSet'),
  (146, 'VerificationResult'),
  (147, 'VisionPrescription');

-- One number for every version, audit event and leaf, in the order of making (gaps happen).
create sequence store_seq cache 1;

create table resource (
  facility     integer not null,
  type         smallint not null,
  id           text not null,
  version      integer not null,
  recorded_at  timestamptz not null,
  patient      text,
  record       text,
  record_state text,
  record_number text,
  status       text,
  code         bigint,
  ct           bigint not null,
  ct_end       bigint not null,
  value        double precision,
  toks         bigint[] not null,
  content      bytea not null,
  hash         bytea not null,
  primary key (facility, type, id)
) with (fillfactor = 85);
comment on column resource.recorded_at is 'Server time of this version (meta.lastUpdated)';
comment on column resource.patient is 'Id of the Patient whose compartment holds it';
comment on column resource.record is 'Id of the root Encounter: the record (hồ sơ bệnh án) it belongs to';
comment on column resource.record_state is 'On a root Encounter: open, finished, completed, archived';
comment on column resource.record_number is 'On a root Encounter: number of the record';
comment on column resource.code is 'Hash of the first coding of the main code';
comment on column resource.ct is 'Clinical time, start, ms since 1970; least value when there is none';
comment on column resource.ct_end is 'Clinical time, end, ms since 1970';
comment on column resource.value is 'Number of the main quantity, in the unit it was written in';
comment on column resource.toks is '53-bit hashes of (facility, type, parameter, value): every equality search';
comment on column resource.content is 'Canonical JSON, UTF-8: what is hashed, signed and sent';
comment on column resource.hash is 'SHA-256 of content';

create index resource_toks on resource using gin (toks) with (fastupdate = on);
-- The conditions "> 0" and ">= 0" below are always true. They keep these indexes out of lookups by key: on a table
-- without statistics the planner takes any index that begins with facility and type, and a cached plan keeps it.
create index resource_time on resource (facility, type, ct desc, id) where version > 0;
create index resource_patient on resource (facility, type, patient, ct desc, id) where patient is not null;
create index resource_code on resource (facility, type, code, ct desc, id) where code is not null;
create index resource_record on resource (facility, record, type) where record is not null;

create table resource_version (
  facility    integer not null,
  type        smallint not null,
  id          text not null,
  version     integer not null,
  seq         bigint not null,
  kind        "char" not null check (kind in ('c', 'u', 'd')),
  recorded_at timestamptz not null,
  actor       text not null,
  patient     text,
  record      text,
  content     bytea not null,
  hash        bytea not null,
  primary key (facility, type, id, version)
);
comment on column resource_version.seq is 'From store_seq; the ledger leaf has the same number';
comment on column resource_version.kind is 'c created, u updated, d deleted';
create unique index resource_version_seq on resource_version (facility, seq);
create index resource_version_type on resource_version (facility, type, seq) where version > 0;
create index resource_version_patient on resource_version (facility, patient, seq) where patient is not null;

-- Dates, numbers and quantities that are not promoted to a column of resource; composites with their token.
create table search_ordered (
  facility integer not null,
  type     smallint not null,
  id       text not null,
  param    integer not null,
  n        smallint not null,
  key      bigint not null,
  lo       double precision not null,
  hi       double precision not null,
  unit     text,
  primary key (facility, type, id, param, n)
);
comment on column search_ordered.param is '31-bit hash of the code of the search parameter';
comment on column search_ordered.key is 'Hash of the token of a composite; 0 otherwise';
comment on column search_ordered.lo is 'ms since 1970 for dates, else the number';
comment on column search_ordered.unit is 'system|code|unit of a quantity';
create index search_ordered_value on search_ordered (facility, type, param, key, lo, hi, id) where n >= 0;

-- Folded strings (see function fold) for searches by beginning or part.
create table search_string (
  facility integer not null,
  type     smallint not null,
  id       text not null,
  param    integer not null,
  n        smallint not null,
  value    text not null,
  primary key (facility, type, id, param, n)
);
create index search_string_value on search_string (facility, type, param, value text_pattern_ops, id) where n >= 0;
